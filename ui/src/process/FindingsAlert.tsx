import { Alert } from 'antd'
import type { Findings } from './findings'
import styles from './process.module.css'

/** What belongs to no input of the dialog. */
export function FindingsAlert({ findings }: { findings: Findings }) {
  if (findings.general.length === 0) return null
  return (
    <Alert
      className={styles['refusal'] ?? ''}
      type="error"
      showIcon
      role="alert"
      title={findings.general.map((text) => (
        <div key={text}>{text}</div>
      ))}
    />
  )
}
