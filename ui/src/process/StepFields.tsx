import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApprovalCase } from '../api/approvals'
import { useLabel } from '../schema/labels'
import { findField, useEntity } from '../schema/useSchema'
import { useFormat } from '../shared/format/useFormat'
import styles from './process.module.css'

/** Which fields of the record the viewer's step opens, and which it wants filled in before they agree. */
export function StepFields({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  const entity = useEntity(approval.entity ?? undefined)
  const opened = Object.entries(approval.can.tasks[0]?.fields ?? {})
  if (!entity) return null
  const named = (access: string) =>
    opened.flatMap(([key, each]) => (each === access ? [labelOf(findField(entity, key), key)] : []))
  const lines = (['required', 'edit'] as const).flatMap((access) => {
    const fields = named(access)
    return fields.length > 0 ? [t(`approval.step_${access}`, { fields: format.list(fields) })] : []
  })
  if (lines.length === 0) return null
  return (
    <Alert
      className={styles['opened'] ?? ''}
      type="info"
      showIcon
      title={lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    />
  )
}
