import { useQueries } from '@tanstack/react-query'
import type { Entity } from '../../api/types'
import { filterQuery } from '../../records/filter/filterQueries'
import { useDescription } from '../../records/filter/useDescription'
import { useSchema } from '../../schema/useSchema'

/** Conditions in words; those that cannot be drawn as clauses stay text. */
export function useConditionWords(entity: Entity, conditions: readonly string[]): (text: string) => string {
  const { version } = useSchema()
  const describe = useDescription(entity)
  const wanted = [...new Set(conditions.filter((text) => text.trim() !== ''))]
  const found = useQueries({
    queries: wanted.map((text) => ({ ...filterQuery(entity.key, version, text), retry: false })),
  })
  const trees = new Map(wanted.map((text, at) => [text, found[at]?.data?.tree]))
  return (text) => {
    const tree = trees.get(text)
    return tree ? describe(tree) || text : text
  }
}
