import { Alert, Segmented, Spin } from 'antd'
import { useRef } from 'react'
import type { Entity } from '../../api/types'
import { FilterBuilder } from '../../records/filter/FilterBuilder'
import { useClauses, type Clauses } from '../../records/filter/useClauses'
import type { RuleEditorHandle } from '../../rules/RuleEditor'
import { RuleStatus } from '../../rules/RuleStatus'
import { useCheckedRule } from '../../rules/useCheckedRule'
import { useEntity } from '../../schema/useSchema'
import { useTexts } from '../texts'
import { nameId, type ControlAria } from './Control'
import styles from './ConditionInput.module.css'
import { RuleInput } from './RuleInput'
import { useConditionMode, type ConditionMode } from './useConditionMode'

interface ConditionInputProps {
  /** The entity whose fields the condition is about. */
  entity: string
  value: string | null | undefined
  onChange: (text: string | undefined) => void
  placeholder?: string
  aria: ControlAria
  minRows?: number
}

/** A condition, drawn from clauses or written as text. */
export function ConditionInput(props: ConditionInputProps) {
  const entity = useEntity(props.entity)
  return entity ? <TwoViews {...props} of={entity} /> : <RuleInput {...props} kind="condition" />
}

/** Both views are of the same text; what is said about it stands below either. */
function TwoViews({ of, ...props }: ConditionInputProps & { of: Entity }) {
  const t = useTexts()
  const { aria, onChange } = props
  const text = props.value ?? ''
  const [mode, setMode] = useConditionMode()
  const editor = useRef<RuleEditorHandle>(null)
  const isDrawn = mode === 'builder'
  const clauses = useClauses(of.key, text, isDrawn, (next) => onChange(next || undefined))
  const check = useCheckedRule(of.key, 'condition', text)
  const type = (next: string | undefined) => {
    clauses.callOff()
    onChange(next)
  }
  const goTo = (path: string | undefined) => (isDrawn ? setMode('text') : editor.current?.goTo(path))

  return (
    <>
      {isDrawn ? (
        <div
          role="group"
          id={aria.id}
          aria-labelledby={nameId(aria.id)}
          aria-describedby={aria['aria-describedby']}
          className={styles['drawn']}
          data-invalid={aria['aria-invalid'] || check.issues.some(({ severity }) => severity !== 'warning')}
        >
          <Drawing entity={of} clauses={clauses} />
        </div>
      ) : (
        <RuleInput {...props} kind="condition" isQuiet handle={editor} onChange={type} />
      )}
      <div className={styles['foot']}>
        <RuleStatus check={check} value={text} onGo={goTo} onTidy={isDrawn ? undefined : type} />
        <Segmented<ConditionMode>
          size="small"
          className={styles['switch'] ?? ''}
          aria-label={t('controls.condition_views')}
          value={mode}
          options={[
            { value: 'builder', label: t('controls.as_builder') },
            { value: 'text', label: t('controls.as_text') },
          ]}
          onChange={setMode}
        />
      </div>
    </>
  )
}

function Drawing({ entity, clauses }: { entity: Entity; clauses: Clauses }) {
  const t = useTexts()
  const { tree, refusal, change } = clauses
  return (
    <>
      {tree && <FilterBuilder isCompact entity={entity} filter={tree} onChange={change} />}
      {tree === undefined && !refusal && <Spin size="small" aria-label={t('controls.reading_condition')} />}
      {tree === null && <Alert type="info" showIcon title={t('controls.condition_unreadable')} />}
      {refusal && <Alert type="error" showIcon title={refusal} />}
    </>
  )
}
