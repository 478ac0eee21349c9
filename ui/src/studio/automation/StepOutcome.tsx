import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { RunFact, RunItem } from '../../api/automation'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { approvalPath, recordPath } from '../../shared/paths'
import { useAutomationTexts } from './automationTexts'
import styles from './automation.module.css'

const STATE_COLORS = { waiting: 'processing', sent: 'success', dead: 'error' } as const

/** What a step did: whom it told, what it wrote, sent and called. */
export function StepOutcome({ facts }: { facts: RunFact[] }) {
  const t = useAutomationTexts()
  if (facts.length === 0) return null
  return (
    <>
      <strong>{t('result')}</strong>
      <dl className={styles['outcome']}>
        {facts.map((fact) => (
          <div key={fact.what}>
            <dt>{t(`fact_${fact.what}`)}</dt>
            <dd>
              <FactText fact={fact} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function FactText({ fact }: { fact: RunFact }): ReactNode {
  const t = useAutomationTexts()
  const format = useFormat()
  const labelOf = useLabel()
  const schema = useSchema()
  switch (fact.what) {
    case 'told':
    case 'changed':
    case 'created':
    case 'webhook':
      return <Items items={fact.items} />
    case 'mails':
      return (
        <>
          {fact.subject && <div dir="auto">{fact.subject}</div>}
          <Items items={fact.items} />
        </>
      )
    case 'template':
    case 'mapping':
    case 'done_before':
      return labelOf(fact, '')
    case 'opted_out':
      return format.integer(fact.count)
    case 'updated':
      return `${labelOf(findEntity(schema, fact.entity), fact.entity)}: ${format.integer(fact.count)}`
    case 'approval':
      return <Link to={approvalPath(fact.id)}>{t('open_approval')}</Link>
    case 'action':
      return `${labelOf(fact, '')} ${fact.result ? JSON.stringify(fact.result) : ''}`
    case 'until':
      return format.dateTime(fact.at)
    case 'too_long':
      return null
  }
}

function Items({ items }: { items: RunItem[] }) {
  const t = useAutomationTexts()
  if (items.length === 0) return <>{t('nobody')}</>
  return (
    <ul className={styles['values']}>
      {items.map((item) => (
        <li key={`${item.entity ?? ''} ${item.id}`}>
          <ItemName item={item} />
          {item.state && (
            <Tag color={STATE_COLORS[item.state]} variant="filled" style={{ marginInlineStart: 8 }}>
              {t(`sending_${item.state}`)}
            </Tag>
          )}
        </li>
      ))}
    </ul>
  )
}

function ItemName({ item }: { item: RunItem }) {
  const t = useAutomationTexts()
  const labelOf = useLabel()
  const entity = findEntity(useSchema(), item.entity)
  if (!item.entity) return <span dir="auto">{item.label}</span>
  if (!entity || item.label === null) return <>{t('any_record', { id: item.id })}</>
  return (
    <>
      {labelOf(entity)}{' '}
      <Link to={recordPath(entity.key, item.id)} dir="auto">
        {item.label}
      </Link>
    </>
  )
}
