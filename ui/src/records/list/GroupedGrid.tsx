import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Alert, Button, Skeleton } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Field } from '../../api/types'
import { FieldCell } from '../../fields/FieldCell'
import { IconButton } from '../../shared/IconButton'
import { usePreferences } from '../../shared/preferences'
import { useFormat } from '../../shared/format/useFormat'
import { useIsPrinting } from '../../shared/media'
import type { GridProps } from './Grid'
import { GridFooter } from './GridFooter'
import { GridHeader } from './GridHeader'
import { GridRow } from './GridRow'
import { MOST_GROUPS, type RecordGroup } from './groups'
import { toggled } from './selection'
import { gridTemplate, ROW_HEIGHT } from './template'
import { useGroupedRows } from './useGroupedRows'
import styles from './Grid.module.css'

interface GroupedGridProps extends Omit<GridProps, 'rows' | 'renderLead'> {
  path: string
  field: Field
  /** The key of the entity that the field belongs to. */
  fieldEntity: string
}

/** A table in groups that open and close, with their sizes; only what is in sight exists. */
export function GroupedGrid(props: GroupedGridProps) {
  const { data, path, field, fieldEntity, label, selected, onSelect, activeId, onOpen } = props
  const { t } = useTranslation()
  const { density } = usePreferences()
  const isPrinting = useIsPrinting()
  const { entity, question, columns } = data
  const grouped = useGroupedRows(entity, question, columns, path, field)
  const { items } = grouped
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT[density],
    overscan: isPrinting ? items.length : 12,
  })
  const ids = items.flatMap((item) => (item.type === 'record' ? [item.record.id] : []))

  if (grouped.isLoading) return <Skeleton active title={false} paragraph={{ rows: 12, width: '100%' }} />
  if (grouped.error) {
    return (
      <Alert
        type="error"
        showIcon
        title={errorText(grouped.error)}
        action={<Button onClick={grouped.retry}>{t('page.try_again')}</Button>}
      />
    )
  }
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="grid"
      aria-label={label}
      tabIndex={-1}
      style={gridTemplate(columns)}
    >
      <GridHeader data={data} ids={ids} selected={selected} onSelect={onSelect} />
      <div role="rowgroup" className={styles['rows']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, size }) => {
          const item = items[index]
          if (!item) return null
          if (item.type === 'record')
            return (
              <GridRow
                key={item.record.id}
                entity={entity}
                record={item.record}
                index={index}
                columns={columns}
                top={start}
                height={size}
                isSelected={selected.has(item.record.id)}
                isActive={item.record.id === activeId}
                onToggle={(id) => onSelect(toggled(selected, id))}
                onOpen={onOpen}
                isBin={data.state.isBin}
              />
            )
          return (
            <div
              key={`${item.type}:${item.group.key}`}
              role="row"
              className={styles['groupRow']}
              style={{ transform: `translateY(${start}px)`, height: size }}
            >
              <div role="gridcell" className={styles['groupHead']}>
                {item.type === 'group' && (
                  <GroupHead
                    group={item.group}
                    isOpen={item.isOpen}
                    field={field}
                    entity={fieldEntity}
                    onToggle={() => grouped.toggle(item.group)}
                  />
                )}
                {item.type === 'more' && (
                  <Button type="link" size="small" onClick={() => grouped.showMore(item.group)}>
                    {t('views.more_in_group', { count: item.left })}
                  </Button>
                )}
                {item.type === 'loading' && <span className={styles['groupCount']}>{t('page.loading')}</span>}
              </div>
            </div>
          )
        })}
      </div>
      {grouped.groups.length === MOST_GROUPS && (
        <div className={styles['more']}>{t('views.groups_cut', { count: MOST_GROUPS })}</div>
      )}
      <GridFooter data={data} />
    </div>
  )
}

interface GroupHeadProps {
  group: RecordGroup
  isOpen: boolean
  field: Field
  entity: string
  onToggle: () => void
}

function GroupHead({ group, isOpen, field, entity, onToggle }: GroupHeadProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const isBlank = group.value === null || group.value === undefined
  const count = t('views.group_count', { count: group.count, formatted: format.integer(String(group.count)) })
  return (
    <>
      <IconButton
        type="text"
        size="small"
        icon={isOpen ? <CaretDownOutlined /> : <CaretRightOutlined />}
        aria-expanded={isOpen}
        label={t(isOpen ? 'views.close_group' : 'views.open_group', {
          name: group.key || t('views.blank_group'),
        })}
        onClick={onToggle}
      />
      {isBlank ? (
        <span>{t('views.blank_group')}</span>
      ) : (
        <FieldCell field={field} entity={entity} value={group.value} inline />
      )}
      <span className={styles['groupCount']}>{count}</span>
    </>
  )
}
