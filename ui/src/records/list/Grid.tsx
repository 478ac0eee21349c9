import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordDocument } from '../../api/values'
import { useIsPrinting } from '../../shared/media'
import { usePreferences } from '../../shared/preferences'
import { gridTemplate, ROW_HEIGHT } from './template'
import { GridFooter } from './GridFooter'
import { GridHeader } from './GridHeader'
import { GridRow } from './GridRow'
import { toggled } from './selection'
import type { ListData } from './useListData'
import styles from './Grid.module.css'

const FETCH_BEFORE_END = 15

export interface GridProps {
  data: ListData
  rows: RecordDocument[]
  /** What stands before the title of a row (the branches of a tree). */
  renderLead?: ((record: RecordDocument) => ReactNode) | undefined
  label: string
  selected: ReadonlySet<string>
  onSelect: (ids: ReadonlySet<string>) => void
  activeId: string | undefined
  onOpen: (record: RecordDocument) => void
}

/** A table of any length: only the rows in sight exist, the next page is fetched before the last one is reached. */
export function Grid({
  data,
  rows: records,
  renderLead,
  label,
  selected,
  onSelect,
  activeId,
  onOpen,
}: GridProps) {
  const { t } = useTranslation()
  const { columns, list } = data
  const { density } = usePreferences()
  const isPrinting = useIsPrinting()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT[density],
    overscan: isPrinting ? records.length : 12,
  })
  const items = rows.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  const { hasMore, isFetchingMore, fetchMore } = list

  useEffect(() => {
    if (hasMore && !isFetchingMore && lastShown >= records.length - FETCH_BEFORE_END) fetchMore()
  }, [hasMore, isFetchingMore, lastShown, records.length, fetchMore])

  useEffect(() => {
    const index = records.findIndex(({ id }) => id === activeId)
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a move of the active row scrolls
  }, [activeId])

  useEffect(() => rows.measure(), [density, rows])

  const toggle = (id: string) => onSelect(toggled(selected, id))

  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="grid"
      aria-label={label}
      aria-rowcount={list.count ?? -1}
      aria-busy={list.isStale}
      tabIndex={-1}
      style={gridTemplate(columns)}
    >
      <GridHeader data={data} ids={records.map(({ id }) => id)} selected={selected} onSelect={onSelect} />
      <div
        role="rowgroup"
        className={styles['rows']}
        data-stale={list.isStale}
        style={{ height: rows.getTotalSize() }}
      >
        {items.map(({ index, start, size }) => {
          const record = records[index]
          return (
            record && (
              <GridRow
                key={record.id}
                entity={data.entity}
                record={record}
                index={index}
                columns={columns}
                top={start}
                height={size}
                isSelected={selected.has(record.id)}
                isActive={record.id === activeId}
                onToggle={toggle}
                onOpen={onOpen}
                isBin={data.state.isBin}
                lead={renderLead?.(record)}
              />
            )
          )
        })}
      </div>
      {isFetchingMore && <div className={styles['more']}>{t('page.loading')}</div>}
      <GridFooter data={data} />
    </div>
  )
}
