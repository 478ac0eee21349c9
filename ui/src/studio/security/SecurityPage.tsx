import { Card, Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useAuditTexts } from '../../records/record/auditTexts'
import { useDocumentTitle } from '../../shared/documentTitle'
import { Control, type ControlAria } from '../controls/Control'
import { IssuesContext } from '../controls/IssuesContext'
import { PageHeader } from '../controls/PageHeader'
import { SwitchRow } from '../controls/SwitchRow'
import type { AuditRules, SignInRules } from './document'
import { IssueList } from '../save/IssueList'
import { SaveBar } from '../save/SaveBar'
import { useComponentEditor } from '../save/useComponentEditor'
import { useTexts } from '../texts'
import { MOST_MONTHS, RetentionByEntity } from './RetentionByEntity'
import styles from './security.module.css'

const FACTORS = ['optional', 'administrators', 'everybody'] as const
const VIEWS = ['none', 'records', 'all'] as const

interface Count {
  label: string
  help?: string
  value: number | null | undefined
  usual?: number
  least: number
  most: number
  onChange: (value: number | null) => void
}

/** What is asked of whoever signs in, and what the trail keeps. */
export function SecurityPage() {
  const t = useAuditTexts()
  const tStudio = useTexts()
  const editor = useComponentEditor('settings', 'workspace', () => t('rules.message'))
  const { value, change } = editor
  useDocumentTitle(t('rules.title'), tStudio('frame.studio'))
  const signIn = value.sign_in ?? {}
  const audit = value.audit ?? {}
  const setSignIn = (part: Partial<SignInRules>) =>
    change((document) => ({ ...document, sign_in: { ...document.sign_in, ...part } }))
  const setAudit = (part: Partial<AuditRules>) =>
    change((document) => ({ ...document, audit: { ...document.audit, ...part } }))

  return (
    <IssuesContext value={{ issues: editor.issues, prefix: 'settings/workspace' }}>
      <PageHeader title={t('rules.title')} subtitle={t('rules.subtitle')} />
      <SaveBar editor={editor} />
      <IssueList issues={editor.issues} />
      <div className={styles['cards']}>
        <Card title={t('rules.passwords')}>
          <Form layout="vertical" component="div">
            <CountControl
              label={t('rules.password_length')}
              value={signIn.password_length}
              usual={8}
              least={8}
              most={64}
              onChange={(password_length) => setSignIn({ password_length })}
            />
            <CountControl
              label={t('rules.password_history')}
              help={t('rules.password_history_help')}
              value={signIn.password_history}
              usual={0}
              least={0}
              most={24}
              onChange={(password_history) => setSignIn({ password_history })}
            />
            <SwitchRow
              label={t('rules.refuse_common')}
              help={t('rules.refuse_common_help')}
              checked={signIn.refuse_common_passwords ?? true}
              onChange={(refuse_common_passwords) => setSignIn({ refuse_common_passwords })}
            />
          </Form>
        </Card>
        <Card title={t('rules.signing_in')}>
          <Form layout="vertical" component="div">
            <Choice label={t('rules.second_factor')} help={t('rules.second_factor_help')}>
              {(aria) => (
                <Select
                  {...aria}
                  value={signIn.second_factor ?? 'optional'}
                  options={FACTORS.map((key) => ({ value: key, label: t(`rules.factor_${key}`) }))}
                  onChange={(second_factor) => setSignIn({ second_factor })}
                />
              )}
            </Choice>
            <CountControl
              label={t('rules.session_hours')}
              value={signIn.session_hours}
              usual={336}
              least={1}
              most={8760}
              onChange={(session_hours) => setSignIn({ session_hours })}
            />
            <CountControl
              label={t('rules.token_days')}
              value={signIn.token_days}
              usual={365}
              least={1}
              most={3650}
              onChange={(token_days) => setSignIn({ token_days })}
            />
          </Form>
        </Card>
        <Card title={t('title')}>
          <Form layout="vertical" component="div">
            <Choice label={t('rules.personal_views')} help={t('rules.personal_views_help')}>
              {(aria) => (
                <Select
                  {...aria}
                  value={audit.personal_views ?? 'none'}
                  options={VIEWS.map((key) => ({ value: key, label: t(`rules.views_${key}`) }))}
                  onChange={(personal_views) => setAudit({ personal_views })}
                />
              )}
            </Choice>
            <CountControl
              label={t('rules.keep_months')}
              help={t('rules.keep_months_help')}
              value={audit.keep_months}
              least={1}
              most={MOST_MONTHS}
              onChange={(keep_months) => setAudit({ keep_months })}
            />
            <RetentionByEntity value={audit.entities ?? {}} onChange={(entities) => setAudit({ entities })} />
          </Form>
        </Card>
      </div>
    </IssuesContext>
  )
}

function CountControl({ label, help, value, usual, least, most, onChange }: Count) {
  return (
    <Choice label={label} help={help}>
      {(aria) => (
        <InputNumber
          {...aria}
          value={value ?? usual ?? null}
          min={least}
          max={most}
          precision={0}
          onChange={(typed) => onChange(typed)}
        />
      )}
    </Choice>
  )
}

interface ChoiceProps {
  label: string
  help?: string | undefined
  children: (aria: ControlAria) => ReactNode
}

function Choice({ label, help, children }: ChoiceProps) {
  return (
    <Control names={[]} label={label} help={help}>
      {children}
    </Control>
  )
}
