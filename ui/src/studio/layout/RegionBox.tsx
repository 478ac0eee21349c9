import { DeleteOutlined, DownOutlined, UpOutlined } from '@ant-design/icons'
import { rectSortingStrategy, SortableContext } from '@dnd-kit/sortable'
import { Flex, Select } from 'antd'
import { usePlace } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { useIsNarrow } from '../../shared/media'
import { useLabel } from '../../schema/labels'
import { nudgeRegion, regionAt, removeRegion, updateRegion, type Spot } from '../changes/layout'
import { LabelsPopover } from '../controls/LabelsPopover'
import { useTexts } from '../texts'
import { useDesigner } from './DesignerContext'
import { fieldId, regionId } from './dropping'
import { FieldChip } from './FieldChip'
import styles from './Layout.module.css'

/** A titled section of the form; fields are dropped into its columns. */
export function RegionBox({ spot }: { spot: Spot }) {
  const t = useTexts()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const { layout } = useDesigner()
  const region = regionAt(layout, spot)
  const { setNodeRef, isOver } = usePlace({ id: regionId(spot), name: labelOf(region, spot.region) })
  const items = orderedEntries(region?.items)
  const columns = isNarrow ? 1 : (region?.columns ?? 2)
  return (
    <section className={styles['region']} data-over={isOver} data-region={spot.region}>
      <RegionHeader spot={spot} />
      <div
        ref={setNodeRef}
        className={styles['slots']}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        <SortableContext items={items.map(([, { field }]) => fieldId(field))} strategy={rectSortingStrategy}>
          {items.map(([key, entry]) => (
            <FieldChip key={key} entry={entry} spot={spot} columns={columns} />
          ))}
        </SortableContext>
        {items.length === 0 && <p className={styles['drop']}>{t('layout.drop_here')}</p>}
      </div>
    </section>
  )
}

function RegionHeader({ spot }: { spot: Spot }) {
  const t = useTexts()
  const labelOf = useLabel()
  const { layout, change } = useDesigner()
  const region = regionAt(layout, spot)
  const name = labelOf(region, spot.region)
  return (
    <Flex justify="space-between" align="center" gap={8} className={styles['regionHeader']}>
      <Flex align="center" gap={2} style={{ minWidth: 0 }}>
        <strong className={styles['label']}>{name}</strong>
        <LabelsPopover
          name={t('layout.region_name')}
          value={region?.label}
          onChange={(label) => change((current) => updateRegion(current, spot, { label }))}
        />
      </Flex>
      <Flex align="center" gap={2}>
        <Select
          size="small"
          variant="borderless"
          aria-label={t('layout.columns')}
          value={region?.columns ?? 2}
          options={([1, 2, 3] as const).map((count) => ({
            value: count,
            label: t('layout.columns_count', { count }),
          }))}
          onChange={(columns) => change((current) => updateRegion(current, spot, { columns }))}
        />
        <IconButton
          size="small"
          type="text"
          label={t('layout.region_up', { name })}
          icon={<UpOutlined />}
          onClick={() => change((current) => nudgeRegion(current, spot, -1))}
        />
        <IconButton
          size="small"
          type="text"
          label={t('layout.region_down', { name })}
          icon={<DownOutlined />}
          onClick={() => change((current) => nudgeRegion(current, spot, 1))}
        />
        <IconButton
          size="small"
          type="text"
          label={t('layout.region_remove', { name })}
          icon={<DeleteOutlined />}
          onClick={() => change((current) => removeRegion(current, spot))}
        />
      </Flex>
    </Flex>
  )
}
