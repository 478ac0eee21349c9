import type { EventInput } from '@fullcalendar/core'
import { useLabel } from '../schema/labels'
import { orderedEntries } from '../shared/order'
import type { OptionDocument } from '../api/types'
import { colorOf, type EventFacts } from './events'
import type { Source } from './sources'
import styles from './calendar.module.css'

/** How many of what is shown stand where: open, done, cancelled. */
export function Legend({ sources, events }: { sources: Source[]; events: EventInput[] }) {
  return (
    <div className={styles['legend']}>
      {sources
        .filter(({ color }) => color)
        .map((source) => (
          <SourceLegend key={source.key} source={source} events={events} />
        ))}
    </div>
  )
}

function SourceLegend({ source, events }: { source: Source; events: EventInput[] }) {
  const labelOf = useLabel()
  const records = events
    .map(({ extendedProps }) => extendedProps as EventFacts)
    .filter((facts) => facts.source.key === source.key)
    .map(({ record }) => record)
  const options = orderedEntries<OptionDocument>(source.color?.options).map(([key, option]) => {
    const those = records.filter((record) => record[source.color?.key ?? ''] === key)
    return { key, option, those }
  })
  const used = options.filter(({ those }) => those.length > 0)
  if (used.length === 0) return null
  return (
    <span className={styles['states']}>
      <strong>{labelOf(source.entity)}</strong>
      {used.map(({ key, option, those }) => (
        <span key={key} className={styles['state']}>
          <i style={{ background: colorOf(source, those[0]!) }} aria-hidden />
          {labelOf(option, key)} {those.length}
        </span>
      ))}
    </span>
  )
}
