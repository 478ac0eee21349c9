import { Link } from 'react-router'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isBlank } from '../../fields/parts/isBlank'
import { recordPath } from '../../shared/paths'
import { titleOf } from '../titles'
import styles from './chart.module.css'

const FACTS = 2

interface ChartCardProps {
  entity: Entity
  record: RecordDocument
  isCurrent?: boolean
}

export function ChartCard({ entity, record, isCurrent = false }: ChartCardProps) {
  const facts = entity.fields
    .filter(({ kind, key }) => kind === 'option' && !isBlank(record[key]))
    .slice(0, FACTS)
  const title = titleOf(entity, record).slice(0, 200)
  return (
    <div className={styles['card']} data-current={isCurrent}>
      {isCurrent ? (
        <strong className={styles['cardTitle']} title={title} dir="auto">
          {title}
        </strong>
      ) : (
        <Link to={recordPath(entity.key, record.id)} className={styles['cardTitle']} title={title} dir="auto">
          {title}
        </Link>
      )}
      {facts.length > 0 && (
        <div className={styles['facts']}>
          {facts.map((field) => (
            <FieldCell key={field.key} field={field} value={record[field.key]} entity={entity.key} inline />
          ))}
        </div>
      )}
    </div>
  )
}
