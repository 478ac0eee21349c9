import { useTranslation } from 'react-i18next'
import type { ApprovalCase } from '../api/approvals'
import { FieldCell } from '../fields/FieldCell'
import { isBlank } from '../fields/parts/isBlank'
import { useLabel } from '../schema/labels'
import { findField, useEntity } from '../schema/useSchema'
import styles from './process.module.css'

/** The change that is to be approved: present value beside the proposed one. */
export function CaseChanges({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const entity = useEntity(approval.entity ?? undefined)
  if (!entity || approval.changes.length === 0) return null
  return (
    <section className={styles['section']}>
      <h2>{t('approval.changes')}</h2>
      <table className={styles['changes']}>
        <thead>
          <tr>
            <th scope="col">{t('approval.field')}</th>
            <th scope="col">{t('approval.before')}</th>
            <th scope="col">{t('approval.after')}</th>
          </tr>
        </thead>
        <tbody>
          {approval.changes.map(({ field: key, before, after }) => {
            const field = findField(entity, key)
            return (
              <tr key={key}>
                <th scope="row">{labelOf(field, key)}</th>
                {[before, after].map((value, position) => (
                  <td key={position}>
                    {field && !isBlank(value) ? (
                      <FieldCell field={field} value={value} entity={entity.key} inline />
                    ) : (
                      '–'
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
