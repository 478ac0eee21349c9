import { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { isProblem, UNREACHABLE } from './problem'

const MAX_RETRIES = 2

/** An answer of the server is an answer; only silence and an overloaded server are worth a second try. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < MAX_RETRIES && isProblem(error, UNREACHABLE, 502, 503, 504)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: isWorthRetrying,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Answers hold words in the language in which they were asked for; those on their way are asked for anew. */
export async function askAgain(client: QueryClient): Promise<void> {
  await client.cancelQueries()
  await client.invalidateQueries()
}

i18next.on('languageChanged', () => void askAgain(queryClient))
