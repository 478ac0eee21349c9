import type { Entity, Field, FieldKind } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isBlank } from '../../fields/parts/isBlank'
import { useLabel } from '../../schema/labels'
import { ownFields } from '../../schema/layout'
import { WhyButton } from '../why/WhyButton'
import styles from './record.module.css'

/** What people look for first, most telling kind first. */
const TELLING: FieldKind[] = ['option', 'money', 'score', 'rollup', 'reference', 'date', 'percent']
const SHOWN = 5

function tellingFields(entity: Entity, record: RecordDocument): Field[] {
  const filled = ownFields(entity).filter(({ key }) => key !== entity.title_field && !isBlank(record[key]))
  const telling = filled
    .filter(({ kind }) => TELLING.includes(kind))
    .sort((a, b) => TELLING.indexOf(a.kind) - TELLING.indexOf(b.kind))
  const perKind = telling.filter(
    (field, at) => telling.slice(0, at).filter(({ kind }) => kind === field.kind).length < 2,
  )
  const owner = entity.fields.find(({ key }) => entity.owned && key === 'owner')
  const chosen = perKind.slice(0, owner ? SHOWN - 1 : SHOWN)
  return owner && !isBlank(record['owner']) ? [...chosen, owner] : chosen
}

/** A strip of key facts under the title. */
export function Highlights({ entity, record }: { entity: Entity; record: RecordDocument }) {
  const labelOf = useLabel()
  const fields = tellingFields(entity, record)
  if (fields.length < 2) return null
  return (
    <dl className={styles['highlights']}>
      {fields.map((field) => (
        <div key={field.key} className={styles['highlight']}>
          <dt>{labelOf(field)}</dt>
          <dd>
            <FieldCell field={field} value={record[field.key]} entity={entity.key} inline />
            <WhyButton entity={entity.key} record={record} field={field} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
