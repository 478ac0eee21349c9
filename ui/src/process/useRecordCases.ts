import { useQuery } from '@tanstack/react-query'
import type { CaseEntry, RecordLock } from '../api/approvals'
import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { recordCasesQuery } from './queries'

interface Of {
  entity: Entity
  record: RecordDocument
}

function useCasesAndLock({ entity, record }: Of) {
  return useQuery({
    ...recordCasesQuery(entity.key, record.id),
    enabled: entity.workflows.length > 0,
  })
}

/** The approvals of a record, newest first; undefined until they are known, and where none are drawn for it. */
export function useRecordCases(of: Of): readonly CaseEntry[] | undefined {
  return useCasesAndLock(of).data?.items
}

/** What approvals close of a record; null where they leave it open, undefined until that is known. */
export function useRecordLock(of: Of): RecordLock | null | undefined {
  const { data, isLoading } = useCasesAndLock(of)
  return isLoading ? undefined : (data?.lock ?? null)
}
