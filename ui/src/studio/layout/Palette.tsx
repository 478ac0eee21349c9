import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useState } from 'react'
import { PlusOutlined } from '@ant-design/icons'
import type { Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useDraggedThing, usePlace } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { firstRegionOf, placeField, placesOf, setSpan, spanFor } from '../changes/layout'
import { useTexts } from '../texts'
import { useDesigner } from './DesignerContext'
import { fieldId, PALETTE } from './dropping'
import { ChipFace } from './FieldChip'
import styles from './Layout.module.css'

const HIDDEN_SYSTEM = new Set(['version'])

/** Fields that the form does not show yet; dropped here, a field leaves the form. */
export function Palette() {
  const t = useTexts()
  const labelOf = useLabel()
  const { entity, layout } = useDesigner()
  const [wanted, setWanted] = useState('')
  const { setNodeRef, isOver } = usePlace({ id: PALETTE, name: t('layout.palette') })
  const placed = placesOf(layout)
  const isWanted = (field: Field) =>
    [field.key, labelOf(field)].some((word) => word.toLowerCase().includes(wanted.toLowerCase()))
  const free = entity.fields.filter(
    (field) => !placed.has(field.key) && !HIDDEN_SYSTEM.has(field.key) && isWanted(field),
  )
  const own = free.filter(({ system }) => !system)
  const system = free.filter((field) => field.system)

  return (
    <aside ref={setNodeRef} className={styles['palette']} data-over={isOver} aria-label={t('layout.palette')}>
      <h3 className={styles['heading']}>{t('layout.palette')}</h3>
      <Input
        allowClear
        size="small"
        prefix={<SearchOutlined />}
        placeholder={t('fields.search')}
        aria-label={t('fields.search')}
        onChange={({ target }) => setWanted(target.value)}
      />
      <PaletteGroup fields={own} />
      {own.length === 0 && (
        <p className={styles['hint']}>{t(wanted ? 'fields.nothing_found' : 'layout.all_placed')}</p>
      )}
      {system.length > 0 && <h4 className={styles['subheading']}>{t('layout.system_fields')}</h4>}
      <PaletteGroup fields={system} />
    </aside>
  )
}

function PaletteGroup({ fields }: { fields: Field[] }) {
  return (
    <ul className={styles['free']}>
      {fields.map((field) => (
        <FreeField key={field.key} field={field} />
      ))}
    </ul>
  )
}

function FreeField({ field }: { field: Field }) {
  const t = useTexts()
  const labelOf = useLabel()
  const { layout, tab, change } = useDesigner()
  const { setNodeRef, attributes, listeners, isDragging } = useDraggedThing({
    id: fieldId(field.key),
    name: labelOf(field),
  })
  const spot = firstRegionOf(layout, tab)
  const place = () => {
    if (spot)
      change((current) => setSpan(placeField(current, field.key, spot), field.key, spanFor(field.kind)))
  }
  return (
    <li className={styles['freeField']} data-dragging={isDragging}>
      <div
        ref={setNodeRef}
        className={styles['grip']}
        {...attributes}
        {...listeners}
        aria-label={labelOf(field)}
      >
        <ChipFace field={field.key} />
      </div>
      <IconButton
        size="small"
        type="text"
        icon={<PlusOutlined />}
        disabled={!spot}
        label={t('layout.place_field', { name: labelOf(field) })}
        onClick={place}
      />
    </li>
  )
}
