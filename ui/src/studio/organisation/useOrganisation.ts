import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Label, RecordDocument } from '../../api/values'
import { isLabel } from '../../fields/parts/references'
import { aggregateQuery, shortListQuery } from '../../records/queries'

export const UNITS_SHOWN = 1000

export interface UnitNode {
  id: string
  name: string
  kind: string | null
  parent: string | null
  head: Label | null
  children: UnitNode[]
  people: number
}

/** All units as a tree, with the number of people of each; two questions, however many there are. */
export function useOrganisation(): UnitNode[] {
  const { data } = useSuspenseQuery(
    shortListQuery('unit', { fields: 'name,kind,parent,head', sort: 'name', limit: UNITS_SHOWN }),
  )
  const { data: counted } = useQuery(
    aggregateQuery('user', {
      group_by: ['unit'],
      measures: [{ function: 'count', as: 'people' }],
      limit: UNITS_SHOWN,
    }),
  )
  return useMemo(() => {
    const rows = counted?.rows ?? []
    const people = new Map(
      rows.flatMap((row) => (isLabel(row['unit']) ? [[row['unit'].id, Number(row['people'])] as const] : [])),
    )
    return treeOf(data.items, people)
  }, [data, counted])
}

/** A unit whose parent is not to be seen stands at the top. */
export function treeOf(units: RecordDocument[], people: ReadonlyMap<string, number>): UnitNode[] {
  const nodes = new Map(
    units.map((unit) => [
      unit.id,
      {
        id: unit.id,
        name: typeof unit['name'] === 'string' ? unit['name'] : unit.id,
        kind: typeof unit['kind'] === 'string' ? unit['kind'] : null,
        parent: isLabel(unit['parent']) ? unit['parent'].id : null,
        head: isLabel(unit['head']) ? unit['head'] : null,
        children: [] as UnitNode[],
        people: people.get(unit.id) ?? 0,
      },
    ]),
  )
  const tops: UnitNode[] = []
  for (const unit of units) {
    const node = nodes.get(unit.id)
    const parent = isLabel(unit['parent']) ? nodes.get(unit['parent'].id) : undefined
    if (node) (parent?.children ?? tops).push(node)
  }
  return tops
}

/** The ids of a unit and of all below it: where it cannot be moved to. */
export function idsBelow(node: UnitNode): Set<string> {
  return new Set([node.id, ...node.children.flatMap((child) => [...idsBelow(child)])])
}

export function findNode(nodes: UnitNode[], id: string): UnitNode | null {
  for (const node of nodes) {
    const found = node.id === id ? node : findNode(node.children, id)
    if (found) return found
  }
  return null
}
