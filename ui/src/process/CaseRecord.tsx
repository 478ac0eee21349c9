import { useTranslation } from 'react-i18next'
import type { ApprovalCase, ShownValue } from '../api/approvals'
import type { Entity } from '../api/types'
import { FieldCell } from '../fields/FieldCell'
import { isBlank } from '../fields/parts/isBlank'
import { useLabel } from '../schema/labels'
import { findField, useEntity } from '../schema/useSchema'
import styles from './process.module.css'

/** What the approval shows of its record; the server leaves out what a step hides. */
export function CaseRecord({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const entity = useEntity(approval.entity ?? undefined)
  const shown = approval.values.filter((each) => each.words !== undefined || !isBlank(each.value))
  if (shown.length === 0) return null
  const lists = shown.filter(({ field }) => isList(entity, field))
  return (
    <section className={styles['section']}>
      <h2>{t('approval.record')}</h2>
      <dl className={styles['facts']}>
        {shown
          .filter((each) => !lists.includes(each))
          .map((each) => (
            <Fact key={each.field} shown={each} entity={entity} />
          ))}
      </dl>
      {lists.map((each) => (
        <Lines key={each.field} shown={each} entity={entity} />
      ))}
    </section>
  )
}

const isList = (entity: Entity | undefined, key: string) =>
  entity !== undefined && findField(entity, key)?.kind === 'children'

/** In words where the reader does not see the record itself. */
function Fact({ shown, entity }: { shown: ShownValue; entity: Entity | undefined }) {
  const labelOf = useLabel()
  const field = entity && findField(entity, shown.field)
  if (!field && !shown.words) return null
  return (
    <div>
      <dt>{labelOf(field ?? shown, shown.field)}</dt>
      <dd dir="auto">
        {shown.words || !field || !entity ? (
          labelOf({ label: shown.words })
        ) : (
          <FieldCell field={field} value={shown.value ?? null} entity={entity.key} inline />
        )}
      </dd>
    </div>
  )
}

function Lines({ shown, entity }: { shown: ShownValue; entity: Entity | undefined }) {
  const labelOf = useLabel()
  const field = entity && findField(entity, shown.field)
  if (!field) return null
  return (
    <div className={styles['lines']}>
      <h3>{labelOf(field)}</h3>
      <FieldCell field={field} value={shown.value ?? null} entity={entity.key} />
    </div>
  )
}
