import { Collapse, Divider } from 'antd'
import type { ReactNode } from 'react'
import type { Entity } from '../../api/types'
import { Control } from '../controls/Control'
import { LabelsInput } from '../controls/LabelsInput'
import { RuleInput } from '../controls/RuleInput'
import type { FieldDocument } from '../documents'
import { useTexts } from '../texts'
import { CONDITIONS, FieldConditions } from './FieldConditions'
import { DefaultSource } from './DefaultSource'
import { FieldFlags } from './FieldFlags'
import { KINDS } from './kinds'
import { KIND_CONTROLS, KindOptions } from './options/KindOptions'

export interface FieldFormProps {
  entity: Entity
  document: FieldDocument
  isStored: boolean
  onChange: (change: Partial<FieldDocument>) => void
  /** The key and, for a stored field, its kind. */
  identity: ReactNode
  /** What only this kind needs beside its options, e.g. the columns of line items. */
  children?: ReactNode
}

const COMMON = ['label', 'help', 'default', 'kind', 'key', '']

/** The attributes that the form has a control for. */
export function shownNames({ kind }: FieldDocument): string[] {
  const { flags, hasDefault } = KINDS[kind]
  return [
    ...COMMON.filter((name) => hasDefault || name !== 'default'),
    ...flags,
    ...CONDITIONS,
    ...KIND_CONTROLS[kind].names,
  ]
}

const DEFAULT_EXAMPLES: Record<string, string> = {
  text: '"…"',
  integer: '0',
  decimal: '0',
  money: '0',
  percent: '10%',
  boolean: 'false',
  date: 'today',
  datetime: 'now',
  option: '"new"',
  user: 'user',
}

export function FieldForm({ entity, document, isStored, onChange, identity, children }: FieldFormProps) {
  const t = useTexts()
  return (
    <>
      <Control names={['label']} label={t('controls.label')} required>
        {(aria) => (
          <LabelsInput
            aria={aria}
            autoFocus={!isStored}
            name={t('controls.label')}
            value={document.label}
            onChange={(label) => onChange({ label })}
          />
        )}
      </Control>
      {identity}
      <KindOptions entity={entity} document={document} isStored={isStored} onChange={onChange} />
      {children}
      <Divider style={{ marginBlock: 12 }} />
      <FieldFlags document={document} onChange={onChange} />
      {KINDS[document.kind].hasDefault && (
        <Control names={['default']} label={t('field.default')} help={t('field.default_help')} isRule>
          {(aria) => (
            <>
              <RuleInput
                aria={aria}
                entity={entity.key}
                value={document.default}
                placeholder={DEFAULT_EXAMPLES[document.kind] ?? '"…"'}
                onChange={(text) => onChange({ default: text })}
              />
              <DefaultSource
                entity={entity}
                document={document}
                onChange={(text) => onChange({ default: text })}
              />
            </>
          )}
        </Control>
      )}
      <FieldConditions entity={entity} document={document} onChange={onChange} />
      <Collapse
        ghost
        size="small"
        style={{ marginInline: -12, marginBottom: 12 }}
        defaultActiveKey={document.help ? ['help'] : []}
        items={[
          {
            key: 'help',
            label: t('field.help'),
            children: <HelpControl document={document} onChange={onChange} />,
          },
        ]}
      />
    </>
  )
}

function HelpControl({ document, onChange }: Pick<FieldFormProps, 'document' | 'onChange'>) {
  const t = useTexts()
  return (
    <Control names={['help']} label={t('field.help')} help={t('field.help_help')}>
      {(aria) => (
        <LabelsInput
          aria={aria}
          multiline
          name={t('field.help')}
          value={document.help}
          onChange={(help) => onChange({ help: Object.keys(help).length > 0 ? help : undefined })}
        />
      )}
    </Control>
  )
}
