import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { probeServer, schemaVersionSeen } from '../../api/client'
import { schemaQuery } from '../../api/queries'
import { inboxKey } from '../../inbox/queries'
import { approvalsKey } from '../../process/queries'
import { recordKeys } from '../queries'

interface RecordEvent {
  entity: string
  id: string
  version?: number | string
}

const QUIET_FOR = 1500
const FIRST_RETRY = 2000
const LAST_RETRY = 15_000

/**
 * What others do arrives by itself: a published schema at once, changed records and approvals in bundles, so that an
 * import of a million rows does not become a million reads. Forms keep what is typed in them. Whatever was read
 * while nobody listened is read again: before the stream was ready for the first time, and while it was cut off.
 */
export function LiveUpdates(): null {
  const queryClient = useQueryClient()

  useEffect(() => {
    const refreshSchema = () => void queryClient.invalidateQueries({ queryKey: schemaQuery.queryKey })
    const refreshInbox = () => void queryClient.invalidateQueries({ queryKey: inboxKey })
    const changed = new Map<string, readonly unknown[]>()
    let bundling: ReturnType<typeof setTimeout> | undefined
    let retrying: ReturnType<typeof setTimeout> | undefined
    let source: EventSource | undefined
    let retryAfter = FIRST_RETRY

    const flush = () => {
      bundling = undefined
      for (const queryKey of changed.values()) void queryClient.invalidateQueries({ queryKey })
      changed.clear()
    }
    const note = (queryKey: readonly unknown[]) => {
      changed.set(JSON.stringify(queryKey), queryKey)
      bundling ??= setTimeout(flush, QUIET_FOR)
    }
    const noteRecord = (event: MessageEvent<string>) => {
      const { entity, id, version } = JSON.parse(event.data) as RecordEvent
      const known = queryClient.getQueryData<{ version?: number | string }>(
        recordKeys.one(entity, String(id)),
      )
      if (known && String(known.version) === String(version)) return
      note(recordKeys.entity(entity))
    }
    const connect = () => {
      source = new EventSource('/api/events', { withCredentials: true })
      source.addEventListener('ready', () => {
        void queryClient.invalidateQueries()
        retryAfter = FIRST_RETRY
      })
      source.addEventListener('schema', refreshSchema)
      source.addEventListener('record', noteRecord)
      source.addEventListener('notification', refreshInbox)
      source.addEventListener('approval', () => note(approvalsKey))
      source.addEventListener('error', () => {
        source?.close()
        void probeServer()
        retrying = setTimeout(connect, retryAfter)
        retryAfter = Math.min(retryAfter * 2, LAST_RETRY)
      })
    }

    connect()
    const unsubscribe = schemaVersionSeen.subscribe(refreshSchema)
    return () => {
      unsubscribe()
      source?.close()
      clearTimeout(bundling)
      clearTimeout(retrying)
    }
  }, [queryClient])
  return null
}
