import { useTranslation } from 'react-i18next'
import type { ApprovalCase } from '../api/approvals'
import { FieldCell } from '../fields/FieldCell'
import { isBlank } from '../fields/parts/isBlank'
import { useLabel } from '../schema/labels'
import { findField, useEntity } from '../schema/useSchema'
import styles from './process.module.css'

/** What the approval shows of its record; the server leaves out what a step hides. */
export function CaseRecord({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const entity = useEntity(approval.entity ?? undefined)
  const shown = approval.values.filter(({ value }) => !isBlank(value))
  if (!entity || shown.length === 0) return null
  return (
    <section className={styles['section']}>
      <h2>{t('approval.record')}</h2>
      <dl className={styles['facts']}>
        {shown.map(({ field: key, value }) => {
          const field = findField(entity, key)
          return field ? (
            <div key={key}>
              <dt>{labelOf(field)}</dt>
              <dd dir="auto">
                <FieldCell field={field} value={value} entity={entity.key} inline />
              </dd>
            </div>
          ) : null
        })}
      </dl>
    </section>
  )
}
