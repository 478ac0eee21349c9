import { MoreOutlined } from '@ant-design/icons'
import { Dropdown, type MenuProps } from 'antd'
import { useSortedThing } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { useLabel } from '../../schema/labels'
import { nudgeField, placeField, regionAt, removeField, setSpan, type Spot } from '../changes/layout'
import type { PlacedField } from '../documents'
import { KindIcon } from '../fields/KindGallery'
import { findFieldNamed } from '../lookup'
import { useTexts } from '../texts'
import { useDesigner } from './DesignerContext'
import { fieldId } from './dropping'
import styles from './Layout.module.css'

/** A field as the designer shows it, on the canvas, in the palette and under the pointer. */
export function ChipFace({ field: key, isLifted }: { field: string; isLifted?: boolean }) {
  const labelOf = useLabel()
  const { entity } = useDesigner()
  const field = findFieldNamed(entity, key)
  return (
    <div className={styles['face']} data-lifted={isLifted ?? false}>
      {field && <KindIcon kind={field.kind} />}
      <span className={styles['label']}>{labelOf(field, key)}</span>
      {field?.required && <span className={styles['required']}>*</span>}
    </div>
  )
}

export function FieldChip({ entry, spot, columns }: { entry: PlacedField; spot: Spot; columns: number }) {
  const t = useTexts()
  const labelOf = useLabel()
  const { entity } = useDesigner()
  const name = labelOf(findFieldNamed(entity, entry.field), entry.field)
  const { setNodeRef, attributes, listeners, style, isDragging } = useSortedThing({
    id: fieldId(entry.field),
    name,
  })
  const menu = useChipMenu(entry, spot, columns)
  return (
    <div
      ref={setNodeRef}
      className={styles['chip']}
      data-field={entry.field}
      data-dragging={isDragging}
      style={{ ...style, gridColumn: `span ${Math.min(entry.span ?? 1, columns)}` }}
    >
      <div className={styles['grip']} {...attributes} {...listeners} aria-label={name}>
        <ChipFace field={entry.field} />
      </div>
      <Dropdown trigger={['click']} menu={menu}>
        <IconButton
          size="small"
          type="text"
          icon={<MoreOutlined />}
          label={t('layout.field_actions', { name })}
        />
      </Dropdown>
    </div>
  )
}

/** Everything that dragging does, without dragging. */
function useChipMenu({ field, span = 1 }: PlacedField, spot: Spot, columns: number): MenuProps {
  const t = useTexts()
  const labelOf = useLabel()
  const { layout, change } = useDesigner()
  const size = Object.keys(regionAt(layout, spot)?.items ?? {}).length
  const targets = orderedEntries(layout.tabs).flatMap(([tab, document]) =>
    orderedEntries(document.regions).map(([region, { label }]) => ({
      key: `${tab}/${region}`,
      label: `${labelOf(document, tab)} › ${labelOf({ label }, region)}`,
      disabled: tab === spot.tab && region === spot.region,
      onClick: () => change((current) => placeField(current, field, { tab, region })),
    })),
  )
  const widths = [1, 2, 3].slice(0, columns).map((width) => ({
    key: `width-${width}`,
    label: t('layout.columns_wide', { count: width }),
    disabled: width === span,
    onClick: () => change((current) => setSpan(current, field, width)),
  }))
  return {
    items: [
      {
        key: 'up',
        label: t('layout.up'),
        disabled: size < 2,
        onClick: () => change((current) => nudgeField(current, field, -1)),
      },
      {
        key: 'down',
        label: t('layout.down'),
        disabled: size < 2,
        onClick: () => change((current) => nudgeField(current, field, 1)),
      },
      { key: 'to', label: t('layout.move_to'), children: targets },
      ...(columns > 1 ? [{ key: 'width', label: t('layout.width'), children: widths }] : []),
      { type: 'divider' },
      {
        key: 'remove',
        label: t('layout.take_off'),
        danger: true,
        onClick: () => change((current) => removeField(current, field)),
      },
    ],
  }
}
