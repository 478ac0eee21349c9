import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { Entity } from '../../../../api/types'
import { audiencesQuery } from '../../../../api/views'
import { useLabel } from '../../../../schema/labels'
import type { ControlAria } from '../../../controls/Control'
import { useReminderTexts } from '../../../reminders/reminderTexts'

interface PeopleInputProps {
  entity: Entity
  value: string[]
  onChange: (people: string[]) => void
  aria: ControlAria
  /** A rule of one's own tells oneself. */
  isOwn: boolean
  isEscalation?: boolean
}

/** Whom a reminder tells: fields that lead to people, roles, superiors; anything else is written. */
export function PeopleInput({ entity, value, onChange, aria, isOwn, isEscalation }: PeopleInputProps) {
  const choices = usePeopleChoices(entity, isOwn, isEscalation ?? false)
  const known = new Set(choices.flatMap(({ options }) => options.map((option) => option.value)))
  const written = value.filter((person) => !known.has(person))
  return (
    <Select<string[]>
      {...aria}
      mode="tags"
      value={value}
      options={[...choices, ...(written.length > 0 ? [asGroup(written)] : [])]}
      optionFilterProp="label"
      onChange={onChange}
    />
  )
}

function asGroup(written: string[]) {
  return { label: '…', options: written.map((value) => ({ value, label: value })) }
}

function usePeopleChoices(entity: Entity, isOwn: boolean, isEscalation: boolean) {
  const t = useReminderTexts()
  const labelOf = useLabel()
  const { data: known = [] } = useQuery(audiencesQuery)
  const fields = entity.fields.filter(({ kind, target }) => kind === 'user' || target === 'user')
  const people = fields.map((field) => ({ value: field.key, label: labelOf(field) }))
  const self = { value: 'user', label: t('people.self') }
  const superiors = [1, 2, 3].map((levels) => {
    const of = isOwn ? 'user' : 'owner'
    const value = `managers of ${of} up to ${levels} level${levels === 1 ? '' : 's'}`
    return { value, label: t(isOwn ? 'people.my_managers' : 'people.managers', { count: levels }) }
  })
  const roles = known.map((role) => ({
    value: `role "${role.key}"`,
    label: t('people.role', { name: labelOf(role) }),
  }))
  return [
    {
      label: t('people.group'),
      options: [...(isOwn ? [self] : []), ...people, { value: 'team', label: t('people.team') }],
    },
    ...(isEscalation || !isOwn ? [{ label: t('people.superiors'), options: superiors }] : []),
    ...(isOwn ? [] : [{ label: t('people.roles'), options: roles }]),
  ]
}
