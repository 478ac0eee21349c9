/** People, roles and positions by the names that approvals use. */
import { useQuery } from '@tanstack/react-query'
import { listOptions, listRecords } from '../../api/records'
import type { Entity, SchemaDocument } from '../../api/types'
import { detailOf, labelText } from '../../fields/parts/references'
import { useLabel } from '../../schema/labels'
import { findEntity, targetOf } from '../../schema/useSchema'
import { useDebounced } from '../../shared/useDebounced'
import { componentsQuery } from '../api/metadata'
import { pathLabel } from '../lookup'

export interface Choice {
  value: string
  label: string
}

/** Records that are named by a field of theirs: users by user name, positions by code. */
const BY_FIELD = {
  user: { key: 'username', title: 'name' },
  position: { key: 'code', title: 'name' },
} as const
export type NamedEntity = keyof typeof BY_FIELD

const MOST = 30
const text = (value: unknown) => (typeof value === 'string' ? value : '')

async function findNamed(
  entity: NamedEntity,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Choice[]> {
  const { key, title } = BY_FIELD[entity]
  const filter = `${key} in ${JSON.stringify(names)}`
  const { items } = await listRecords(
    entity,
    { filter, fields: `${key},${title}`, limit: MOST, count: 'none' },
    signal,
  )
  return items.map((record) => {
    const name = text(record[title])
    return { value: text(record[key]) || name, label: name }
  })
}

/** Found as wherever people are chosen; what tells them apart is the name by which they are kept. */
async function offer(entity: NamedEntity, q: string, signal: AbortSignal): Promise<NamedChoice[]> {
  const found = await listOptions(entity, { q }, signal)
  return found.map((option) => ({
    value: option.detail ?? labelText(option),
    label: labelText(option),
    detail: detailOf(option),
  }))
}

export interface NamedChoice extends Choice {
  detail: string
}

/** What is offered while somebody types. */
export function useNamedChoices(
  entity: NamedEntity,
  typed: string,
): { choices: NamedChoice[]; isLoading: boolean } {
  const q = useDebounced(typed)
  const { data = [], isFetching } = useQuery({
    queryKey: ['named', entity, 'offered', q],
    queryFn: ({ signal }) => offer(entity, q, signal),
  })
  return { choices: data, isLoading: isFetching }
}

/** The names of those that are already chosen. */
export function useNamedLabels(entity: NamedEntity, values: readonly string[]): (value: string) => string {
  const wanted = [...new Set(values)].sort()
  const { data = [] } = useQuery({
    queryKey: ['named', entity, 'chosen', wanted],
    queryFn: ({ signal }) => findNamed(entity, wanted, signal),
    enabled: wanted.length > 0,
    staleTime: 60_000,
  })
  const labels = new Map(data.map(({ value, label }) => [value, label]))
  return (value) => labels.get(value) ?? value
}

export function useRoleChoices(): Choice[] {
  const labelOf = useLabel()
  const { data = [] } = useQuery(componentsQuery('role'))
  return data.map((role) => ({ value: role.key, label: labelOf(role, role.key) }))
}

const HOPS = 2

/** Paths from an entity to people or units, over at most two references: `owner`, `account.owner`. */
export function pathsTo(
  schema: SchemaDocument,
  entity: Entity,
  target: 'user' | 'unit',
  labelOf: ReturnType<typeof useLabel>,
): Choice[] {
  const walk = (at: Entity, prefix: string, hops: number): string[] =>
    at.fields.flatMap((field) => {
      const path = `${prefix}${field.key}`
      const leads = targetOf(field, at)
      const next = leads && hops < HOPS ? findEntity(schema, leads) : undefined
      return [...(leads === target ? [path] : []), ...(next ? walk(next, `${path}.`, hops + 1) : [])]
    })
  return [...new Set(walk(entity, '', 1))]
    .sort((a, b) => a.split('.').length - b.split('.').length)
    .map((value) => ({ value, label: pathLabel(schema, entity, value, labelOf) }))
}
