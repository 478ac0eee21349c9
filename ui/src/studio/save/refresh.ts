import type { QueryClient } from '@tanstack/react-query'
import { schemaQuery } from '../../api/queries'
import { METADATA } from '../api/metadata'

/** Reads the application and its metadata again, so that the next screen shows what is live. */
export async function refreshMetadata(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: schemaQuery.queryKey }),
    client.invalidateQueries({ queryKey: [METADATA] }),
  ])
}
