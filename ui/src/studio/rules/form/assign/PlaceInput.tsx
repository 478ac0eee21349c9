import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { listRecords } from '../../../../api/records'
import type { Entity } from '../../../../api/types'
import { audiencesQuery } from '../../../../api/views'
import { useLabel } from '../../../../schema/labels'
import type { ControlAria } from '../../../controls/Control'
import { useAssignmentTexts } from './assignmentTexts'

interface PlaceInputProps {
  aria: ControlAria
  entity: Entity
  /** A text of the language: `role "sales"`, `pool "public"`, `account.owner`. */
  value: string
  onChange: (place: string) => void
  /** Records go back to pools only. */
  isPool?: boolean
}

const MOST_POOLS = 100
const poolsQuery = {
  queryKey: ['records', 'pool', 'places'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await listRecords('pool', { fields: 'name,code', limit: MOST_POOLS, count: 'none' }, signal)).items,
}

/** Who gets a record, or the pool in which it waits: chosen, or written where neither is listed. */
export function PlaceInput({ aria, entity, value, onChange, isPool = false }: PlaceInputProps) {
  const t = useAssignmentTexts()
  const groups = usePlaces(entity, isPool)
  const isListed = groups.some(({ options }) => options.some((option) => option.value === value))
  const written = value && !isListed ? [{ label: '…', options: [{ value, label: value }] }] : []
  return (
    <Select<string[]>
      {...aria}
      mode="tags"
      placeholder={t('choose_place')}
      value={value ? [value] : []}
      options={[...groups, ...written]}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(chosen) => onChange(chosen.at(-1) ?? '')}
    />
  )
}

function usePlaces(entity: Entity, isPool: boolean) {
  const t = useAssignmentTexts()
  const labelOf = useLabel()
  const { data: roles = [] } = useQuery(audiencesQuery)
  const { data: pools = [] } = useQuery(poolsQuery)
  const known = pools.map((pool) => ({
    code: String(pool['code'] ?? pool['name']),
    name: String(pool['name']),
  }))
  const waiting = known.map(({ code, name }) => ({
    value: `pool ${JSON.stringify(code)}`,
    label: t('pool', { name }),
  }))
  if (isPool) return [{ label: t('pools'), options: waiting }]
  const people = entity.fields.filter(({ kind, target }) => kind === 'user' || target === 'user')
  return [
    {
      label: t('roles'),
      options: roles.map((role) => ({
        value: `role ${JSON.stringify(role.key)}`,
        label: t('role', { name: labelOf(role) }),
      })),
    },
    { label: t('people'), options: people.map((field) => ({ value: field.key, label: labelOf(field) })) },
    {
      label: t('queues'),
      options: known.map(({ code, name }) => ({
        value: `queue ${JSON.stringify(code)}`,
        label: t('queue', { name }),
      })),
    },
    { label: t('pools'), options: waiting },
  ]
}
