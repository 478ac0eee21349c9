import { Tag } from 'antd'
import { Link } from 'react-router'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { NamedIcon } from '../../shared/icons'
import { listPath } from '../../shared/paths'
import type { ComponentSummary } from '../api/types'
import { entityPath } from '../paths'
import { useTexts } from '../texts'
import styles from './HomePage.module.css'

export function EntityCard({ entity, origin }: { entity: Entity; origin: ComponentSummary | undefined }) {
  const t = useTexts()
  const labelOf = useLabel()
  const own = entity.fields.filter(({ system }) => !system).length
  return (
    <li className={styles['card']}>
      <span className={styles['icon']} aria-hidden>
        <NamedIcon name={entity.icon} />
      </span>
      <div className={styles['body']}>
        <Link to={entityPath(entity.key)} className={styles['title']} title={labelOf(entity)}>
          {labelOf(entity)}
        </Link>
        <div className={styles['key']}>{entity.key}</div>
        <div className={styles['facts']}>
          <span>{t('home.fields', { count: own })}</span>
          {!entity.line_of && <Link to={listPath(entity.key)}>{t('home.records')}</Link>}
          <EntityTags entity={entity} />
          <OriginTags origin={origin} />
        </div>
      </div>
    </li>
  )
}

export function EntityTags({ entity }: { entity: Pick<Entity, 'system' | 'owned' | 'line_of'> }) {
  const t = useTexts()
  return (
    <>
      {entity.system && <Tag>{t('home.system')}</Tag>}
      {entity.line_of && <Tag color="purple">{t('home.line_items')}</Tag>}
      {entity.owned && <Tag color="blue">{t('home.owned')}</Tag>}
    </>
  )
}

/** Which package an entity comes from, and whether it was changed here. */
function OriginTags({ origin }: { origin: ComponentSummary | undefined }) {
  const t = useTexts()
  const name = /^package:(.+)$/.exec(origin?.layer ?? '')?.[1]
  return (
    <>
      {name && <Tag title={t('home.package', { name })}>{name}</Tag>}
      {origin?.customised && <Tag color="gold">{t('home.customised')}</Tag>}
    </>
  )
}
