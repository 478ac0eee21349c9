import type { AccessChange } from '../api/types'

/** The same effect for the same actions, of one entity or of several. */
export interface AccessLine {
  entities: string[]
  actions: string[]
  gained: string[]
  lost: string[]
  fields: string[]
}
/** People with the same roles, and all that changes for them. */
export interface AccessGroup {
  names: string[]
  users: number
  lines: AccessLine[]
}

const keyOf = (...parts: unknown[]) => JSON.stringify(parts)

function grouped<T>(items: T[], key: (item: T) => string): T[][] {
  const found = new Map<string, T[]>()
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item])
  return [...found.values()]
}

/** Changes people by people; what is the same for several actions and entities is told once. */
export function accessGroups(changes: AccessChange[]): AccessGroup[] {
  return grouped(changes, ({ roles, names }) => keyOf(roles, names)).flatMap((same) => {
    const [first] = same
    return first ? [{ names: first.names, users: first.users, lines: linesOf(same) }] : []
  })
}

function linesOf(changes: AccessChange[]): AccessLine[] {
  const byEntity = grouped(changes, ({ entity, gained, lost, fields }) => keyOf(entity, gained, lost, fields))
  const lines = byEntity.map((same) => ({
    entities: same.slice(0, 1).map(({ entity }) => entity),
    actions: same.map(({ action }) => action),
    gained: same[0]?.gained ?? [],
    lost: same[0]?.lost ?? [],
    fields: same[0]?.fields ?? [],
  }))
  return grouped(lines, ({ entities, actions, gained, lost, fields }) =>
    keyOf(actions, gained, lost, fields, fields.length > 0 && entities),
  ).map((same) => ({ ...(same[0] as AccessLine), entities: same.flatMap(({ entities }) => entities) }))
}
