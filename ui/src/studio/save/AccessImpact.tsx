import { Typography } from 'antd'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import type { AccessChange } from '../api/types'
import { useTexts } from '../texts'
import { useFormat } from '../../shared/format/useFormat'
import styles from './PlanDialog.module.css'

/** Who would gain or lose access by a change of roles, entity by entity. */
export function AccessImpact({ changes }: { changes: AccessChange[] }) {
  const t = useTexts()
  if (changes.length === 0) return null
  return (
    <section>
      <Typography.Text strong>{t('plan.access')}</Typography.Text>
      <ul className={styles['list']}>
        {changes.map((change, index) => (
          <li key={index}>
            <Change change={change} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Change({ change }: { change: AccessChange }) {
  const t = useTexts()
  const tAccess = useAccessTexts()
  const schema = useSchema()
  const format = useFormat()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const entity = findEntity(schema, change.entity)
  const fieldName = (key: string) => {
    const field = entity?.fields.find((each) => each.key === key)
    return field ? labelOf(field) : key
  }
  const names = format.list(change.names)
  const people =
    change.names.length < change.users
      ? t('plan.access_people', { names, count: change.users - change.names.length })
      : names
  const right = tAccess(`roles.right.${change.action}`, { defaultValue: change.action })
  return (
    <>
      <bdi>{people}</bdi> · {entity ? pluralOf(entity) : change.entity} · {right}
      {change.gained.length > 0 && (
        <Typography.Text type="success">
          {' '}
          {t('plan.access_gained', { ways: change.gained.join('; ') })}
        </Typography.Text>
      )}
      {change.lost.length > 0 && (
        <Typography.Text type="danger">
          {' '}
          {t('plan.access_lost', { ways: change.lost.join('; ') })}
        </Typography.Text>
      )}
      {change.fields.length > 0 && (
        <span className={styles['fact']}>
          {t('plan.access_fields', { fields: format.list(change.fields.map(fieldName)) })}
        </span>
      )}
    </>
  )
}
