import { useQuery } from '@tanstack/react-query'
import { Alert, Empty, Skeleton, Switch, Tag } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { getPast, type Past } from '../../api/trail'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { Drawer } from '../../shared/Drawer'
import { useFormat } from '../../shared/format/useFormat'
import { useIsNarrow } from '../../shared/media'
import { recordKeys, recordQuery } from '../queries'
import { HistoryValue } from '../../fields/changes/HistoryValue'
import { useAuditTexts } from './auditTexts'
import styles from './history.module.css'

interface PastDrawerProps {
  entity: Entity
  id: string
  /** The moment, with its time zone. */
  at: string
  onClose: () => void
}

/** The record as it was at a moment, beside what it is now. */
export function PastDrawer({ entity, id, at, onClose }: PastDrawerProps) {
  const t = useAuditTexts()
  const format = useFormat()
  const isNarrow = useIsNarrow()
  const { data, error } = useQuery({
    queryKey: [...recordKeys.one(entity.key, id), 'past', at],
    queryFn: ({ signal }) => getPast(entity.key, id, at, signal),
    retry: false,
  })
  return (
    <Drawer
      open
      title={t('past.title', { moment: format.dateTime(at) })}
      onClose={onClose}
      {...(isNarrow ? { placement: 'bottom', size: '92%' } : { size: 640 })}
    >
      {error ? (
        <Alert type="warning" showIcon title={errorText(error)} />
      ) : data ? (
        <PastBody entity={entity} id={id} past={data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function PastBody({ entity, id, past }: { entity: Entity; id: string; past: Past }) {
  const t = useAuditTexts()
  const { data: present } = useQuery(recordQuery(entity.key, id))
  const [isBrief, setBrief] = useState(past.changed.length > 0)
  const changed = new Set(past.changed)
  const shown = entity.fields.filter(({ key }) =>
    isBrief ? changed.has(key) : changed.has(key) || key in past.values,
  )
  return (
    <>
      {past.deleted && <Alert type="info" showIcon title={t('past.deleted')} className={styles['notice']} />}
      <div className={styles['pastHead']}>
        <span>
          {past.version !== null && <Tag>{t('past.version', { version: past.version })}</Tag>}
          {changed.size ? t('past.changed', { count: changed.size }) : t('past.same')}
        </span>
        {changed.size > 0 && (
          <label className={styles['brief']}>
            <Switch size="small" checked={isBrief} onChange={setBrief} /> {t('past.only_changed')}
          </label>
        )}
      </div>
      {shown.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('past.same')} />
      ) : (
        <table className={styles['past']}>
          <thead>
            <tr>
              <th scope="col">{t('past.field')}</th>
              <th scope="col">{t('past.then')}</th>
              {changed.size > 0 && <th scope="col">{t('past.now')}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <PastRow
                key={field.key}
                entity={entity}
                field={field}
                past={past}
                present={present}
                isChanged={changed.has(field.key)}
                hasNow={changed.size > 0}
              />
            ))}
          </tbody>
        </table>
      )}
      <p className={styles['quiet']}>{t('past.untracked')}</p>
    </>
  )
}

interface PastRowProps {
  entity: Entity
  field: Field
  past: Past
  present: RecordDocument | undefined
  isChanged: boolean
  /** There is a column for what it is now. */
  hasNow: boolean
}

function PastRow({ entity, field, past, present, isChanged, hasNow }: PastRowProps) {
  const labelOf = useLabel()
  return (
    <tr data-changed={isChanged}>
      <th scope="row">{labelOf(field, field.key)}</th>
      <td>
        <HistoryValue field={field} entity={entity.key} value={past.values[field.key]} isWhole />
      </td>
      {hasNow && (
        <td>
          {isChanged && (
            <HistoryValue field={field} entity={entity.key} value={present?.[field.key]} isWhole />
          )}
        </td>
      )}
    </tr>
  )
}
