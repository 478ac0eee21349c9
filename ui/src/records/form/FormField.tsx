import { QuestionCircleOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { memo, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { FieldInput } from '../../fields/FieldInput'
import { Blank } from '../../fields/parts/Blank'
import { isBlank } from '../../fields/parts/isBlank'
import { useLabel } from '../../schema/labels'
import { isComputed, isEditable } from '../../schema/layout'
import { useKinds } from '../../fields/kinds'
import { issueFor, issuesInside } from './issues'
import type { RecordForm } from './useRecordForm'
import styles from './form.module.css'

interface FormFieldProps {
  form: RecordForm
  field: Field
  autoFocus?: boolean
}

/** Label, input, what is wrong with it. */
export function FormField({ form, field, autoFocus = false }: FormFieldProps) {
  const state = form.stateOf(field)
  return (
    <FieldBox
      field={field}
      entity={form.entity.key}
      value={form.valueOf(field)}
      computed={form.previewed[field.key]}
      issue={form.invalid[field.key] ?? issueFor(form.issues, field.key)}
      issues={issuesInside(form.issues, field.key)}
      isRequired={state.required}
      isLocked={state.read_only || !isEditable(field, form.isNew)}
      autoFocus={autoFocus}
      onValue={form.setValue}
      onInvalid={form.reportInvalid}
    />
  )
}

interface FieldBoxProps {
  field: Field
  entity: string
  value: FieldValue
  computed: FieldValue
  issue: string | undefined
  issues: ReadonlyMap<string, string>
  isRequired: boolean
  isLocked: boolean
  autoFocus: boolean
  onValue: RecordForm['setValue']
  onInvalid: RecordForm['reportInvalid']
}

/** Memoised: a letter typed into one of three hundred fields redraws that field. */
const FieldBox = memo(function FieldBox(props: FieldBoxProps) {
  const { field, entity, value, issue, isRequired, isLocked, onValue, onInvalid } = props
  const id = useId()
  const { toWrite: _, ...parts } = useKinds()[field.kind]
  const isShownOnly = isLocked && !isComputed(field)
  const errorId = `${id}-error`

  return (
    <div className={styles['field']} data-invalid={issue !== undefined} data-field={field.key}>
      <FieldLabel field={field} htmlFor={id} isRequired={isRequired && !isShownOnly} />
      {isShownOnly ? (
        <output id={id} className={styles['readOnly']}>
          {isBlank(value) ? (
            <Blank />
          ) : (
            <FieldCell field={field} value={value} entity={entity} inline={!parts.wide} />
          )}
        </output>
      ) : (
        <FieldInput
          id={id}
          field={field}
          entity={entity}
          value={value}
          computed={props.computed}
          issues={props.issues}
          autoFocus={props.autoFocus}
          {...(isLocked ? { disabled: true } : {})}
          onChange={(next) => onValue(field.key, next)}
          onInvalid={(message, path) => onInvalid(path ? `${field.key}/${path}` : field.key, message)}
          {...(issue ? { status: 'error' as const, 'aria-describedby': errorId } : {})}
        />
      )}
      {issue && (
        <div id={errorId} role="alert" className={styles['error']}>
          {issue}
        </div>
      )}
    </div>
  )
})

interface FieldLabelProps {
  field: Field
  htmlFor: string
  isRequired: boolean
}

function FieldLabel({ field, htmlFor, isRequired }: FieldLabelProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const help = labelOf({ label: field.help }, '')
  return (
    <div className={styles['label']}>
      <label htmlFor={htmlFor} title={labelOf(field)} dir="auto">
        {labelOf(field)}
      </label>
      {isRequired && (
        <span className={styles['required']} title={t('form.required')} aria-hidden>
          *
        </span>
      )}
      {help && (
        <Tooltip title={help}>
          <QuestionCircleOutlined className={styles['help'] ?? ''} tabIndex={0} aria-label={help} />
        </Tooltip>
      )}
    </div>
  )
}
