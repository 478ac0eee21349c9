import { QuestionCircleOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import { FieldCell } from '../../fields/FieldCell'
import { FieldInput } from '../../fields/FieldInput'
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
  const id = useId()
  const { toWrite: _, ...parts } = useKinds()[field.kind]
  const issue = form.invalid[field.key] ?? issueFor(form.issues, field.key)
  const state = form.stateOf(field)
  const isLocked = state.read_only || !isEditable(field, form.isNew)
  const isShownOnly = isLocked && !isComputed(field)
  const errorId = `${id}-error`

  return (
    <div className={styles['field']} data-invalid={issue !== undefined} data-field={field.key}>
      <FieldLabel field={field} htmlFor={id} isRequired={state.required && !isShownOnly} />
      {isShownOnly ? (
        <output id={id} className={styles['readOnly']}>
          <FieldCell
            field={field}
            value={form.valueOf(field)}
            entity={form.entity.key}
            inline={!parts.wide}
          />
        </output>
      ) : (
        <FieldInput
          id={id}
          field={field}
          entity={form.entity.key}
          value={form.valueOf(field)}
          values={form.values}
          computed={form.previewed[field.key]}
          issues={issuesInside(form.issues, field.key)}
          autoFocus={autoFocus}
          onChange={(value) => form.setValue(field.key, value)}
          onInvalid={(message, path) =>
            form.reportInvalid(path ? `${field.key}/${path}` : field.key, message)
          }
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
}

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
