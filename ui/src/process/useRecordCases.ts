import { useQuery } from '@tanstack/react-query'
import type { CaseEntry } from '../api/approvals'
import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { recordCasesQuery } from './queries'

interface Of {
  entity: Entity
  record: RecordDocument
}

/** The approvals of a record, newest first; undefined until they are known, and where none are drawn for it. */
export function useRecordCases({ entity, record }: Of): readonly CaseEntry[] | undefined {
  const { data } = useQuery({
    ...recordCasesQuery(entity.key, record.id),
    enabled: entity.workflows.length > 0,
  })
  return data?.items
}
