import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { previewRecord, type PreviewAnswer, type Values } from '../../api/records'
import { isProblem } from '../../api/problem'
import type { Entity } from '../../api/types'
import { findEntity, useSchema } from '../../schema/useSchema'
import { isComputed } from '../../schema/layout'
import { useDebounced } from '../../shared/useDebounced'

const DELAY = 400
const NOTHING: PreviewAnswer = {}
let isOffered = true

/**
 * What a save would give (totals, computed values) and what holds for fields with conditions, asked for while
 * somebody types; nothing where nothing is computed.
 */
export function usePreview(
  entity: Entity,
  id: string | undefined,
  values: Values,
  isEnabled: boolean,
): PreviewAnswer {
  const schema = useSchema()
  const isWorthIt = useMemo(
    () =>
      entity.finds_duplicates ||
      entity.fields.some(
        (field) =>
          isComputed(field) ||
          field.conditional ||
          (field.kind === 'children' &&
            findEntity(schema, field.target)?.fields.some((line) => isComputed(line))),
      ),
    [entity, schema],
  )
  const body = useMemo(() => ({ ...(id === undefined ? {} : { id }), values }), [id, values])
  const settled = useDebounced(JSON.stringify(body), DELAY)
  const { data } = useQuery({
    queryKey: ['preview', entity.key, settled],
    queryFn: async ({ signal }) => {
      try {
        return await previewRecord(entity.key, JSON.parse(settled) as { values: Values }, signal)
      } catch (error) {
        if (isProblem(error, 404, 405, 501)) isOffered = false
        throw error
      }
    },
    enabled: isEnabled && isWorthIt && isOffered,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })
  return isEnabled ? (data ?? NOTHING) : NOTHING
}
