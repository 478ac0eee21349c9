import { useQuery } from '@tanstack/react-query'
import { Skeleton, Tag } from 'antd'
import { Link } from 'react-router'
import { isLabel } from '../../fields/parts/references'
import { printText } from '../../records/filter/text'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { shortListQuery } from '../../records/queries'
import { listPath, recordPath } from '../../shared/paths'
import styles from './organisation.module.css'

const SHOWN = 50

/** Who works in a unit: the head first, then those who work here in the first place, then guests. */
export function UnitPeople({ unit, head }: { unit: string; head: string | undefined }) {
  const t = usePeopleTexts()
  const own = useQuery(
    shortListQuery('user', {
      filter: `unit = ${printText(unit)}`,
      fields: 'name,is_active',
      sort: 'name',
      limit: SHOWN,
    }),
  )
  const guests = useQuery(
    shortListQuery('assignment', {
      filter: `unit = ${printText(unit)}`,
      fields: 'user,held_position',
      limit: SHOWN,
    }),
  )
  if (own.isPending) return <Skeleton active paragraph={{ rows: 1 }} title={false} />
  const people = [...(own.data?.items ?? [])].sort((a, b) => Number(b.id === head) - Number(a.id === head))
  const others = (guests.data?.items ?? []).filter(({ user }) => isLabel(user))
  if (people.length + others.length === 0) return <p className={styles['quiet']}>{t('no_people')}</p>
  return (
    <ul className={styles['people']}>
      {people.map((person) => (
        <li key={person.id}>
          <Link to={recordPath('user', person.id)}>
            <bdi>{String(person['name'])}</bdi>
          </Link>
          {person.id === head && <Tag color="gold">{t('head')}</Tag>}
          {person['is_active'] === false && <Tag>{t('inactive')}</Tag>}
        </li>
      ))}
      {others.map(({ id, user, held_position }) =>
        isLabel(user) ? (
          <li key={`guest ${id}`}>
            <Link to={recordPath('user', user.id)}>
              <bdi>{user.label}</bdi>
            </Link>
            <Tag>{isLabel(held_position) ? held_position.label : t('also_here')}</Tag>
          </li>
        ) : null,
      )}
      {own.data?.next && (
        <li>
          <Link to={`${listPath('user')}?filter=${encodeURIComponent(`unit = ${printText(unit)}`)}`}>
            {t('more_people', { count: own.data.count ?? people.length })}
          </Link>
        </li>
      )}
    </ul>
  )
}
