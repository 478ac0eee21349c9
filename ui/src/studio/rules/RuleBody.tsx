import { Alert, Segmented, Skeleton } from 'antd'
import { useRef } from 'react'
import type { Entity } from '../../api/types'
import type { RuleEditorHandle } from '../../rules/RuleEditor'
import { Control } from '../controls/Control'
import { FaultText } from '../controls/FaultText'
import { RuleInput } from '../controls/RuleInput'
import { useTexts } from '../texts'
import { RuleForm } from './form/RuleForm'
import type { RuleFormState } from './form/useRuleForm'
import { FunctionHelp } from './FunctionHelp'
import styles from './Rules.module.css'

interface RuleBodyProps {
  entity: Entity
  text: string
  mode: RuleMode
  onMode: (mode: RuleMode) => void
  form: RuleFormState
  onChange: (text: string) => void
}

export type RuleMode = 'form' | 'text'

/** Two views of one rule: rows to fill in, and its text. What has no rows stays text. */
export function RuleBody({ entity, text, mode, onMode, form, onChange }: RuleBodyProps) {
  const t = useTexts()
  const editor = useRef<RuleEditorHandle>(null)
  return (
    <>
      <div className={styles['bar']}>
        <Segmented<RuleMode>
          value={mode}
          options={[
            { value: 'form', label: t('rules.as_form') },
            { value: 'text', label: t('rules.as_text') },
          ]}
          onChange={onMode}
        />
        {mode === 'text' && <FunctionHelp onInsert={(put, back) => editor.current?.insert(put, back)} />}
      </div>
      {mode === 'text' && (
        <Control names={['text']} label={t('rules.text')} help={t('rules.text_help')} required isRule>
          {(aria) => (
            <RuleInput
              aria={aria}
              entity={entity.key}
              kind="statement"
              minRows={8}
              handle={editor}
              value={text}
              onChange={(next) => onChange(next ?? '')}
            />
          )}
        </Control>
      )}
      {mode === 'form' && <FaultText names={['text']} />}
      {form.issues
        .filter(({ path }) => path === 'text')
        .map(({ message }) => (
          <Alert key={message} type="error" showIcon style={{ marginBottom: 16 }} title={message} />
        ))}
      {mode === 'form' && form.state === 'reading' && <Skeleton active />}
      {mode === 'form' && form.state === 'none' && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t('rules.no_form')}
          description={form.reason ?? t('rules.no_form_hint')}
        />
      )}
      {mode === 'form' && form.parts && (
        <RuleForm entity={entity} parts={form.parts} issues={form.issues} onChange={form.change} />
      )}
    </>
  )
}
