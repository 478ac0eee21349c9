import { useQuery } from '@tanstack/react-query'
import { PlusOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { meQuery } from '../../api/queries'
import type { Entity, Me } from '../../api/types'
import { useCreate } from '../../records/create/createRequests'
import { shortListQuery } from '../../records/queries'
import { titleOf } from '../../records/titles'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { useFormat } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { NamedIcon } from '../../shared/icons'
import { listPath, recordPath } from '../../shared/paths'
import styles from './HomePage.module.css'

const SHORTCUTS = 6

/** Where the day starts: what changed lately in the lists of one's own menu, and the way to new records. */
export function HomePage() {
  const { t } = useTranslation()
  const schema = useSchema()
  const { data: me } = useQuery(meQuery)
  useDocumentTitle(t('app.home'))
  const keys = [...new Set(schema.menus.flatMap(({ items }) => items.map(({ entity }) => entity)))]
  const entities = keys.flatMap((key) => findEntity(schema, key) ?? []).filter(({ can }) => can.see)

  return (
    <div className={styles['home']}>
      <h1 className={styles['hello']}>{t('home.hello', { name: me?.name || me?.username })}</h1>
      <p className={styles['sub']}>{t(entities.length > 0 ? 'home.sub' : whyEmpty(me))}</p>
      <div className={styles['cards']}>
        {entities.slice(0, SHORTCUTS).map((entity) => (
          <RecentCard key={entity.key} entity={entity} />
        ))}
      </div>
    </div>
  )
}

function whyEmpty(me: Me | undefined) {
  if (me?.can.studio) return 'home.empty_admin'
  return me?.roles.length === 0 ? 'home.no_role' : 'home.empty'
}

const RECENT = 5

function RecentCard({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const format = useFormat()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const create = useCreate()
  const navigate = useNavigate()
  const fields = [entity.title_field ?? 'id', 'updated_at'].join(',')
  const { data, isPending } = useQuery(
    shortListQuery(entity.key, { sort: '-updated_at', limit: RECENT, fields }),
  )
  const openNew = () =>
    create({ entity: entity.key, onCreated: ({ id }) => void navigate(recordPath(entity.key, id)) })

  return (
    <section className={styles['card']}>
      <header className={styles['head']}>
        <span className={styles['icon']}>
          <NamedIcon name={entity.icon} />
        </span>
        <h2>
          <Link to={listPath(entity.key)}>{pluralOf(entity)}</Link>
        </h2>
        {data?.count != null && (
          <span className={styles['count']}>
            {format.number(data.count, 0)}
            {data.count_kind === 'capped' && '+'}
          </span>
        )}
        {entity.can.create && (
          <IconButton
            type="text"
            size="small"
            icon={<PlusOutlined />}
            onClick={openNew}
            label={t('field.create', { label: labelOf(entity) })}
          />
        )}
      </header>
      {isPending && <Skeleton active title={false} paragraph={{ rows: RECENT }} />}
      <ul className={styles['rows']}>
        {data?.items.map((record) => (
          <li key={record.id}>
            <Link to={recordPath(entity.key, record.id)} className={styles['title']} dir="auto">
              {titleOf(entity, record).slice(0, 200)}
            </Link>
            <span className={styles['when']}>
              {typeof record['updated_at'] === 'string' ? format.ago(record['updated_at']) : ''}
            </span>
          </li>
        ))}
        {data?.items.length === 0 && (
          <li className={styles['when']}>
            {entity.can.create ? (
              <Button type="link" size="small" className={styles['first'] ?? ''} onClick={openNew}>
                {t('home.create_first', { label: labelOf(entity) })}
              </Button>
            ) : (
              t('home.nothing_yet')
            )}
          </li>
        )}
      </ul>
    </section>
  )
}
