import { queryOptions } from '@tanstack/react-query'
import { listActions, listConversions, listStages, type ActionOffer, type StagePath } from '../api/actions'
import type { RecordDocument } from '../api/values'

const SUBMIT = 'submit.'
const isPath = ({ key: name }: ActionOffer) => name.startsWith('move.')

/** Below the key of the record, so that whatever refreshes it refreshes these. */
const key = (entity: string, record: RecordDocument, what: string) =>
  ['records', entity, 'one', record.id, what, record.version] as const

function recordActionsQuery(entity: string, record: RecordDocument) {
  return queryOptions({
    queryKey: key(entity, record, 'actions'),
    queryFn: ({ signal }) => listActions(entity, record.id, signal),
    retry: false,
  })
}

/** What is offered. */
export function actionsQuery(entity: string, record: RecordDocument) {
  return queryOptions({
    ...recordActionsQuery(entity, record),
    select: ({ items }) => items,
  })
}

/** What one's roles give of this record. */
export function rightsQuery(entity: string, record: RecordDocument) {
  return queryOptions({ ...recordActionsQuery(entity, record), select: ({ can }) => can })
}

export function stageHistoryQuery(entity: string, record: RecordDocument) {
  return queryOptions({
    queryKey: key(entity, record, 'stages'),
    queryFn: ({ signal }) => listStages(entity, record.id, signal),
  })
}

export function conversionsQuery(entity: string, record: RecordDocument) {
  return queryOptions({
    queryKey: key(entity, record, 'conversions'),
    queryFn: ({ signal }) => listConversions(entity, record.id, signal),
    retry: false,
  })
}

/** The approvals that the record can be submitted to, by their keys. */
export function submissionsOf(offers: ActionOffer[] | undefined): string[] {
  return (offers ?? [])
    .filter(({ key: name }) => name.startsWith(SUBMIT))
    .map(({ key: name }) => name.slice(SUBMIT.length))
}

/** The paths among the actions of a record. */
export function pathsOf(offers: ActionOffer[] | undefined): { offer: ActionOffer; path: StagePath }[] {
  return (offers ?? [])
    .filter(isPath)
    .map((offer) => ({ offer, path: offer.details as unknown as StagePath }))
}
