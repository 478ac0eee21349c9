import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { errorText } from '../../api/problem'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isBlank } from '../../fields/parts/isBlank'
import { useLabel, usePluralLabel } from '../../schema/labels'
import type { Related } from '../../schema/layout'
import { findField, useEntity } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { NamedIcon } from '../../shared/icons'
import { orderedEntries } from '../../shared/order'
import { filteredPath, recordPath } from '../../shared/paths'
import { useCreate } from '../create/createRequests'
import { bothOf, printText } from '../filter/text'
import { viewPaths } from '../list/columns'
import { shortListQuery } from '../queries'
import { titleOf } from '../titles'
import styles from './related.module.css'

interface RelatedProps {
  entity: Entity
  record: RecordDocument
  related: Related[]
}

export function RelatedColumn(props: RelatedProps) {
  const { t } = useTranslation()
  return (
    <aside className={styles['column']} aria-label={t('record.related')}>
      <RelatedLists {...props} />
    </aside>
  )
}

/** What points at this record: its contacts, its quotes, … */
export function RelatedLists({ entity, record, related }: RelatedProps) {
  return (
    <div className={styles['lists']}>
      {related.map((item) => (
        <RelatedCard key={item.key} parent={entity} record={record} related={item} />
      ))}
    </div>
  )
}

const SHOWN = 5
const FACTS = 3

function RelatedCard({
  parent,
  record,
  related,
}: {
  parent: Entity
  record: RecordDocument
  related: Related
}) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const format = useFormat()
  const create = useCreate()
  const entity = useEntity(related.entity)
  const filter = bothOf(`${related.field} = ${printText(record.id)}`, related.filter)
  const columns = entity ? factFields(entity, related) : []
  const { data, error } = useQuery({
    ...shortListQuery(related.entity, {
      filter,
      sort: related.sort,
      limit: SHOWN,
      fields: [entity?.title_field ?? 'id', ...columns.map(({ key }) => key)].join(','),
    }),
    enabled: entity !== undefined,
  })
  if (!entity) return null
  const label = labelOf(related, pluralOf(entity))
  const count = data?.count ?? data?.items.length ?? 0
  const openNew = () =>
    create({
      entity: entity.key,
      prefill: { [related.field]: { id: record.id, label: titleOf(parent, record) } },
    })

  return (
    <section className={styles['card']} aria-label={label} data-empty={data?.items.length === 0}>
      <header className={styles['head']}>
        <NamedIcon name={entity.icon} />
        <h3 title={label} dir="auto">
          {label}
        </h3>
        {data && (
          <span className={styles['count']}>
            {format.number(count, 0) + (data.count_kind === 'capped' ? '+' : '')}
          </span>
        )}
        <span className={styles['grow']} />
        {entity.can.create && !entity.system && (
          <IconButton
            type="text"
            size="small"
            icon={<PlusOutlined />}
            label={t('field.create', { label: labelOf(entity) })}
            onClick={openNew}
          />
        )}
      </header>
      {error && <p className={styles['note']}>{errorText(error)}</p>}
      {!data && !error && (
        <Skeleton active title={false} paragraph={{ rows: 2 }} className={styles['note'] ?? ''} />
      )}
      <ul className={styles['rows']}>
        {data?.items.map((item) => (
          <li key={item.id} className={styles['row']}>
            <Link to={recordPath(entity.key, item.id)} className={styles['title']} dir="auto">
              {titleOf(entity, item).slice(0, 200)}
            </Link>
            <Facts entity={entity} record={item} fields={columns} />
          </li>
        ))}
      </ul>
      {count > SHOWN && (
        <Link to={filteredPath(entity.key, filter)} className={styles['all']}>
          {t('record.view_all', { count })}
        </Link>
      )}
    </section>
  )
}

function factFields(entity: Entity, related: Related): Field[] {
  const asked = orderedEntries(related.columns).map(([path]) => path)
  const paths = asked.length > 0 ? asked : viewPaths(entity, undefined)
  const isFact = (path: string) =>
    path !== entity.title_field && path !== related.field && !path.includes('.')
  return paths.filter(isFact).flatMap((path) => findField(entity, path) ?? [])
}

function Facts({ entity, record, fields }: { entity: Entity; record: RecordDocument; fields: Field[] }) {
  const filled = fields.filter(({ key }) => !isBlank(record[key])).slice(0, FACTS)
  if (filled.length === 0) return null
  return (
    <div className={styles['facts']}>
      {filled.map((field) => (
        <span key={field.key}>
          <FieldCell field={field} value={record[field.key]} entity={entity.key} inline />
        </span>
      ))}
    </div>
  )
}
