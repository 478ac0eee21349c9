import {
  closestCenter,
  DragOverlay,
  pointerWithin,
  type CollisionDetection,
  type DragEndEvent,
  type DragOverEvent,
} from '@dnd-kit/core'
import { useState } from 'react'
import type { Entity } from '../../api/types'
import { DragArea } from '../../shared/drag/DragArea'
import { keysInOrder } from '../changes/order'
import type { LayoutDocument } from '../documents'
import { Canvas } from './Canvas'
import { DesignerContext } from './DesignerContext'
import { dropped, fieldOf, PALETTE } from './dropping'
import { ChipFace } from './FieldChip'
import { Palette } from './Palette'
import { RelatedEditor } from './RelatedEditor'
import styles from './Layout.module.css'

interface LayoutDesignerProps {
  entity: Entity
  layout: LayoutDocument
  onChange: (next: (layout: LayoutDocument) => LayoutDocument) => void
}

interface Drag {
  field: string
  /** The layout as it would be if the field were dropped now. */
  preview: LayoutDocument
}

/** The innermost thing under the pointer: a field before its region; without a pointer the nearest one. */
const innermost: CollisionDetection = (args) => {
  const within = pointerWithin(args)
  const fields = within.filter(({ id }) => String(id).startsWith('field:') && id !== args.active.id)
  if (fields.length > 0) return fields
  return within.length > 0 ? within.filter(({ id }) => id !== args.active.id) : closestCenter(args)
}

export function LayoutDesigner({ entity, layout, onChange }: LayoutDesignerProps) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const [wantedTab, setWantedTab] = useState<string | null>(null)
  const shown = drag?.preview ?? layout
  const tabs = keysInOrder(shown.tabs)
  const tab = wantedTab !== null && tabs.includes(wantedTab) ? wantedTab : (tabs[0] ?? '')

  const dragOver = ({ active, over }: DragOverEvent) => {
    const target = over && String(over.id)
    if (!drag || !target || target.startsWith('tab:') || target === PALETTE) return
    setDrag({ ...drag, preview: dropped(drag.preview, String(active.id), target) })
  }
  const dragEnd = ({ active, over }: DragEndEvent) => {
    if (drag && over) {
      const result = dropped(drag.preview, String(active.id), String(over.id))
      onChange(() => result)
    }
    setDrag(null)
  }

  return (
    <DragArea
      collisionDetection={innermost}
      onDragStart={({ active }) => setDrag({ field: fieldOf(String(active.id)), preview: layout })}
      onDragOver={dragOver}
      onDragEnd={dragEnd}
      onDragCancel={() => setDrag(null)}
    >
      <DesignerContext value={{ entity, layout: shown, change: onChange, tab, openTab: setWantedTab }}>
        <div className={styles['designer']}>
          <Palette />
          <div className={styles['stage']}>
            <Canvas />
            <RelatedEditor />
          </div>
        </div>
        <DragOverlay dropAnimation={null}>{drag && <ChipFace field={drag.field} isLifted />}</DragOverlay>
      </DesignerContext>
    </DragArea>
  )
}
