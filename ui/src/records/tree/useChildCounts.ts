import { useQuery } from '@tanstack/react-query'
import type { Entity } from '../../api/types'
import { isLabel } from '../../fields/parts/references'
import { printText } from '../filter/text'
import { aggregateQuery } from '../queries'

/** How many children each of these records has; one question for all of them. */
export function useChildCounts(
  entity: Entity,
  parentField: string,
  ids: string[],
): ReadonlyMap<string, number> {
  const { data } = useQuery({
    ...aggregateQuery(entity.key, {
      group_by: [parentField],
      measures: [{ function: 'count', as: 'children' }],
      filter: `${parentField} in [${ids.map(printText).join(', ')}]`,
      limit: ids.length,
    }),
    enabled: ids.length > 0,
    placeholderData: (previous) => previous,
  })
  const pairs = data?.rows.map((row) => [idIn(row[parentField]), Number(row['children'])] as const) ?? []
  return new Map(pairs)
}

function idIn(value: unknown): string {
  return isLabel(value) ? value.id : String(value)
}
