import { Button, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { HistoryChange } from '../../api/records'
import type { TrailEntry } from '../../api/trail'
import type { Entity } from '../../api/types'
import { asText } from '../../fields/parts/asText'
import { isBlank } from '../../fields/parts/isBlank'
import { LookedUpLabel } from '../../fields/parts/LookedUpLabel'
import { useAuditTexts } from '../../records/record/auditTexts'
import { ChangeLine } from '../../fields/changes/ChangeLine'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { ALARMING } from './actions'
import styles from './audit.module.css'

/** How the trail names what nobody did by hand. */
const SYSTEM = 'System'
const OF_RECORDS = new Set(['created', 'updated', 'deleted', 'restored', 'viewed'])

/** One line of the trail; its values unfold. */
export function TrailItem({ entry }: { entry: TrailEntry }) {
  const t = useAuditTexts()
  const format = useFormat()
  const schema = useSchema()
  const entity = findEntity(schema, entry.entity ?? undefined)
  const changes = entry.changes.filter(({ from, to, line }) => line || !isBlank(from) || !isBlank(to))
  const [isOpen, setOpen] = useState(false)
  const actorOf = ({ actor, actor_label: label }: TrailEntry) =>
    actor?.label || (label === SYSTEM ? t('source.system') : label)
  return (
    <li className={styles['entry']} data-alarming={ALARMING.has(entry.action)}>
      <time dateTime={entry.at} className={styles['time']}>
        {format.dateTime(entry.at)}
      </time>
      <div className={styles['story']}>
        <strong>{actorOf(entry) || t('nobody')}</strong>{' '}
        <span className={styles['action']}>
          {t(`action.${entry.action}`, { defaultValue: entry.action })}
        </span>{' '}
        <Subject entity={entity} entry={entry} />
        {entry.reason && <div className={styles['quiet']}>{t('reason', { reason: entry.reason })}</div>}
        {changes.length > 0 && (
          <Button
            type="link"
            size="small"
            className={styles['unfold'] ?? ''}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('details')} ({format.integer(changes.length)})
          </Button>
        )}
        {isOpen && (
          <ul className={styles['changes']}>
            {changes.map((change) =>
              entity ? (
                <ChangeLine key={change.field} entity={entity} change={change} />
              ) : (
                <Fact key={change.field} change={change} />
              ),
            )}
          </ul>
        )}
      </div>
      <div className={styles['whence']}>
        <Tag>{t(`source.${entry.source}`, { defaultValue: entry.source })}</Tag>
        {entry.address && (
          <Tooltip title={entry.agent ?? ''}>
            <span className={styles['quiet']}>{entry.address}</span>
          </Tooltip>
        )}
      </div>
    </li>
  )
}

/** What people do with their own account needs no object: "Ada signed in". */
function isOwnAccount(entity: Entity, { record, actor, action }: TrailEntry): boolean {
  return entity.key === 'user' && (record === null || (record === actor?.id && !OF_RECORDS.has(action)))
}

function Subject({ entity, entry }: { entity: Entity | undefined; entry: TrailEntry }) {
  const labelOf = useLabel()
  if (!entity || isOwnAccount(entity, entry)) return null
  const name = labelOf(entity)
  if (entry.record === null) return <span>{name}</span>
  return (
    <span>
      {name}{' '}
      <Link to={recordPath(entity.key, entry.record)} className={styles['link']}>
        <LookedUpLabel target={entity.key} label={{ id: entry.record, label: '' }} />
      </Link>
    </span>
  )
}

function Fact({ change }: { change: HistoryChange }) {
  return (
    <li>
      <span className={styles['quiet']}>{change.label ?? change.field}</span>{' '}
      {!isBlank(change.from) && <>{asText(change.from)} → </>}
      {asText(change.to)}
    </li>
  )
}
