import { Form } from 'antd'
import { useId, type ReactNode } from 'react'
import { issueText } from '../../api/problem'
import { hasErrors } from '../save/issues'
import { useIssues } from './IssuesContext'
import styles from './Control.module.css'

export interface ControlAria {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

interface ControlProps {
  /** The attributes of the document that this control edits; the server's issues for them appear here. */
  names: readonly string[]
  label: ReactNode
  help?: ReactNode
  error?: string | null
  required?: boolean
  /** The control is a rule's editor, which shows what stands at a place in its text there. */
  isRule?: boolean
  className?: string
  children: (aria: ControlAria) => ReactNode
}

/** The id of the words that name the control with this id, for what no `label` can name. */
export const nameId = (id: string): string => `${id}-name`

/** A path that ends at a line and column. */
const IN_TEXT = /\/\d+:\d+$/

/** A labelled control with its help and with the issues that the server raised for it. */
export function Control({ names, label, help, error, required, isRule, className, children }: ControlProps) {
  const id = useId()
  const raised = useIssues(names)
  const issues = isRule ? raised.filter(({ path }) => !IN_TEXT.test(path ?? '')) : raised
  const hintId = `${id}-hint`
  const found = [error, ...issues.map(issueText)].filter(Boolean)
  const isInvalid = Boolean(error) || hasErrors(issues)
  const status = isInvalid ? 'error' : 'warning'
  const hint = found.length > 0 ? found.map((fault, index) => <div key={index}>{fault}</div>) : help
  return (
    <Form.Item
      label={<span id={nameId(id)}>{label}</span>}
      htmlFor={id}
      required={required ?? false}
      {...(className ? { className } : {})}
      {...(found.length > 0 ? { validateStatus: status } : {})}
      extra={
        hint ? (
          <div
            id={hintId}
            className={found.length > 0 ? styles[status] : styles['help']}
            role={found.length > 0 ? 'alert' : undefined}
          >
            {hint}
          </div>
        ) : null
      }
    >
      {children({ id, 'aria-describedby': hint ? hintId : undefined, 'aria-invalid': isInvalid })}
    </Form.Item>
  )
}
