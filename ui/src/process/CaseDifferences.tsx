import { useTranslation } from 'react-i18next'
import type { ApprovalCase } from '../api/approvals'
import { ChangeLine } from '../fields/changes/ChangeLine'
import { useEntity } from '../schema/useSchema'
import { useFormat } from '../shared/format/useFormat'
import styles from './process.module.css'

/** What is new to somebody who decides once more; that nothing is, matters only to whom it is up to now. */
export function CaseDifferences({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const format = useFormat()
  const entity = useEntity(approval.entity ?? undefined)
  const { differences } = approval
  if (!entity || !differences) return null
  const isUpToMe = approval.can.tasks.length > 0 || approval.can.resubmit
  if (differences.changes.length === 0 && !isUpToMe) return null
  const when = format.dateTime(differences.since)
  return (
    <section className={styles['section']}>
      <h2>{t('approval.differences', { when })}</h2>
      {differences.changes.length === 0 ? (
        <p className={styles['quiet']}>{t('approval.no_differences')}</p>
      ) : (
        <ul className={styles['entries']}>
          {differences.changes.map((change) => (
            <ChangeLine key={change.field} entity={entity} change={change} />
          ))}
        </ul>
      )}
    </section>
  )
}
