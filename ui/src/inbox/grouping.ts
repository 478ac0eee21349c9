import type { Notification } from '../api/inbox'

export interface Group {
  key: string
  entity: string | null
  record: Notification['record']
  items: Notification[]
}

/** What is about one record stands together, where the newest of it stands; everything else by itself. */
export function groupByRecord(items: Notification[]): Group[] {
  const groups = new Map<string, Group>()
  for (const item of items) {
    const key = item.record ? `${item.entity}/${item.record.id}` : `one/${item.id}`
    const group = groups.get(key) ?? { key, entity: item.entity, record: item.record, items: [] }
    group.items.push(item)
    groups.set(key, group)
  }
  return [...groups.values()]
}
