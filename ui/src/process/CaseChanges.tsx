import { useTranslation } from 'react-i18next'
import type { ApprovalCase, CaseChange, LineChange } from '../api/approvals'
import type { Entity, Field } from '../api/types'
import type { FieldValue } from '../api/values'
import { FieldCell } from '../fields/FieldCell'
import { isBlank } from '../fields/parts/isBlank'
import { useLabel } from '../schema/labels'
import { findField, useEntity } from '../schema/useSchema'
import styles from './process.module.css'

/** The change that is to be approved: present value beside the proposed one. */
export function CaseChanges({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const entity = useEntity(approval.entity ?? undefined)
  if (!entity || approval.changes.length === 0) return null
  const isMade = approval.status === 'approved'
  return (
    <section className={styles['section']}>
      <h2>{t(isMade ? 'approval.changes_made' : 'approval.changes')}</h2>
      <table className={styles['changes']}>
        <thead>
          <tr>
            <th scope="col">{t('approval.field')}</th>
            <th scope="col">{t(isMade ? 'approval.was' : 'approval.before')}</th>
            <th scope="col">{t(isMade ? 'approval.became' : 'approval.after')}</th>
          </tr>
        </thead>
        <tbody>
          {approval.changes.map((change) => (
            <ChangeRows key={change.field} entity={entity} change={change} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ChangeRows({ entity, change }: { entity: Entity; change: CaseChange }) {
  const labelOf = useLabel()
  const field = findField(entity, change.field)
  const label = labelOf(field, change.field)
  const inner = useEntity(change.lines ? field?.target : undefined)
  if (inner && change.lines) {
    return change.lines.map((line) => (
      <LineRows key={`${line.what}:${line.number}`} label={label} entity={inner} line={line} />
    ))
  }
  const { before, after } = change
  return <ValueRow label={label} field={field} entity={entity.key} before={before} after={after} />
}

interface LineRowsProps {
  label: string
  /** Of the line items. */
  entity: Entity
  line: LineChange
}

/** One line item: that it is new or gone, and what is in it. */
function LineRows({ label, entity, line }: LineRowsProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  return (
    <>
      <tr>
        <th scope="row">{t('approval.line', { label, number: line.number })}</th>
        <td colSpan={2} className={styles['quiet']}>
          {t(`approval.line_${line.what}`)}
        </td>
      </tr>
      {line.fields.map(({ field: key, before, after }) => {
        const field = findField(entity, key)
        return (
          <ValueRow
            key={key}
            label={labelOf(field, key)}
            field={field}
            entity={entity.key}
            before={before}
            after={after}
            isInner
          />
        )
      })}
    </>
  )
}

interface ValueRowProps {
  label: string
  field: Field | undefined
  entity: string
  before: FieldValue
  after: FieldValue
  isInner?: boolean
}

function ValueRow({ label, field, entity, before, after, isInner = false }: ValueRowProps) {
  return (
    <tr data-inner={isInner}>
      <th scope="row">{label}</th>
      {[before, after].map((value, position) => (
        <td key={position}>
          {field && !isBlank(value) ? <FieldCell field={field} value={value} entity={entity} inline /> : '–'}
        </td>
      ))}
    </tr>
  )
}
