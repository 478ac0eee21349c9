import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { shortListQuery } from '../records/queries'
import { rangeFilter, toEvent, type Range } from './events'
import { fieldsOf, type Source } from './sources'

/** As many as a screen can show; what is cut off is said. */
export const MOST_EVENTS = 1000

/** The events of all sources in a range; they follow live, as lists do. */
export function useEvents(sources: Source[], range: Range | null) {
  return useQueries({
    queries: sources.map((source) => ({
      ...shortListQuery(source.entity.key, {
        ...(source.view ? { view: source.view.key } : {}),
        filter: range ? rangeFilter(source, range) : '',
        fields: fieldsOf(source).join(','),
        sort: source.starts.key,
        limit: MOST_EVENTS,
        count: 'none' as const,
      }),
      enabled: range !== null,
      placeholderData: keepPreviousData,
    })),
    combine: (answers) => ({
      events: answers.flatMap(({ data }, place) =>
        (data?.items ?? []).map((record) => toEvent(sources[place]!, record)),
      ),
      isCut: answers.some(({ data }) => Boolean(data?.next)),
      error: answers.find(({ error }) => error)?.error ?? null,
    }),
  })
}
