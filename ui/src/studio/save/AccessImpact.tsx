import { Typography } from 'antd'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import type { AccessChange } from '../api/types'
import { useTexts } from '../texts'
import { type AccessGroup, accessGroups, type AccessLine } from './accessGroups'
import styles from './PlanDialog.module.css'

/** Who would gain or lose access by a change, people by people. */
export function AccessImpact({ changes }: { changes: AccessChange[] }) {
  const t = useTexts()
  if (changes.length === 0) return null
  return (
    <section>
      <Typography.Text strong>{t('plan.access')}</Typography.Text>
      {accessGroups(changes).map((group, index) => (
        <Group key={index} group={group} />
      ))}
    </section>
  )
}

function Group({ group: { names, users, lines } }: { group: AccessGroup }) {
  const t = useTexts()
  const format = useFormat()
  const listed = format.list(names)
  return (
    <div className={styles['people']}>
      <bdi>
        {names.length < users
          ? t('plan.access_people', { names: listed, count: users - names.length })
          : listed}
      </bdi>
      <ul className={styles['list']}>
        {lines.map((line, index) => (
          <li key={index}>
            <Line line={line} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Line({ line }: { line: AccessLine }) {
  const t = useTexts()
  const tAccess = useAccessTexts()
  const schema = useSchema()
  const format = useFormat()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const entityName = (key: string) => {
    const entity = findEntity(schema, key)
    return entity ? pluralOf(entity) : key
  }
  const fieldName = (key: string) => {
    const entity = findEntity(schema, line.entities[0])
    const field = entity?.fields.find((each) => each.key === key)
    return field ? labelOf(field) : key
  }
  const rights = line.actions.map((action) => tAccess(`roles.right.${action}`, { defaultValue: action }))
  return (
    <>
      {format.list(line.entities.map(entityName))} · {format.list(rights)}
      {line.gained.length > 0 && (
        <Typography.Text type="success" className={styles['ways'] ?? ''}>
          {t('plan.access_gained', { ways: line.gained.join('; ') })}
        </Typography.Text>
      )}
      {line.lost.length > 0 && (
        <Typography.Text type="danger" className={styles['ways'] ?? ''}>
          {t('plan.access_lost', { ways: line.lost.join('; ') })}
        </Typography.Text>
      )}
      {line.fields.length > 0 && (
        <span className={styles['fact']}>
          {t('plan.access_fields', { fields: format.list(line.fields.map(fieldName)) })}
        </span>
      )}
    </>
  )
}
