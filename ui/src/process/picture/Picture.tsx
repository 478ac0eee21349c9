import { Controls, MiniMap, ReactFlow, type Node } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CardNode } from './CardNode'
import { Follow } from './Follow'
import { slotNear } from './geometry'
import { layoutPicture } from './layout'
import { SlotNode } from './SlotNode'
import type { PictureTree } from './tree'
import { useFlowNodes, type FlowNode, type PictureEditing } from './useFlowNodes'
import { Ways } from './Ways'
import styles from './picture.module.css'

export interface PictureProps {
  tree: PictureTree
  label: string
  /** One column of this width, for phones. */
  stacked?: number | undefined
  editing?: PictureEditing
  /** Shown whole; the page scrolls instead of the picture. */
  isStill?: boolean
  hasMap?: boolean
}

const NODE_TYPES = { card: CardNode, slot: SlotNode }
const FIT = { padding: 0.06, maxZoom: 1 }

/** The drawing of an approval: being edited, tried out or on its way. */
export function Picture({ tree, label, stacked, editing, isStill = false, hasMap = false }: PictureProps) {
  const { t } = useTranslation()
  const hasSlots = editing !== undefined
  const layout = useMemo(
    () => layoutPicture(tree, { hasSlots, ...(stacked === undefined ? {} : { stacked }) }),
    [tree, stacked, hasSlots],
  )
  const [dragged, setDragged] = useState<{ id: string; x: number; y: number } | null>(null)
  const target = dragged ? slotNear(layout.slots, dragged.x, dragged.y) : null
  const nodes = useFlowNodes({ layout, editing, dragged, target })
  return (
    <div
      className={styles['picture']}
      role="group"
      aria-label={label}
      data-still={isStill}
      style={isStill ? { aspectRatio: `${layout.width} / ${layout.height}`, maxWidth: layout.width } : {}}
    >
      <ReactFlow<FlowNode>
        nodes={nodes}
        edges={[]}
        nodeTypes={NODE_TYPES}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        nodeDragThreshold={6}
        fitView
        fitViewOptions={isStill ? { padding: 0 } : FIT}
        minZoom={0.15}
        maxZoom={isStill ? 1 : 1.75}
        panOnDrag={!isStill}
        zoomOnScroll={!isStill}
        zoomOnPinch={!isStill}
        zoomOnDoubleClick={false}
        preventScrolling={!isStill}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        onPaneClick={() => editing?.onSelect(null)}
        onNodeDrag={(_, node) => setDragged(middleOf(node))}
        onNodeDragStop={(_, node) => {
          const over = slotNear(layout.slots, middleOf(node).x, middleOf(node).y)
          setDragged(null)
          if (over) editing?.onMove(node.id, over.place)
        }}
      >
        <Ways edges={layout.edges} width={layout.width} height={layout.height} />
        {editing && <Follow chosen={layout.cards.find(({ card }) => card.id === editing.selected)} />}
        {!isStill && (
          <Controls
            showInteractive={false}
            fitViewOptions={FIT}
            aria-label={t('approval.zoom')}
            position="bottom-left"
          />
        )}
        {hasMap && (
          <MiniMap
            pannable
            zoomable
            ariaLabel={t('approval.map')}
            nodeClassName={mapClass}
            style={MAP_SIZE}
          />
        )}
      </ReactFlow>
    </div>
  )
}

/** Small: it must not lie over the drawing. */
const MAP_SIZE = { width: 112, height: 84 }

function middleOf(node: Node): { id: string; x: number; y: number } {
  const { id, position, width = 0, height = 0 } = node
  return { id, x: position.x + width / 2, y: position.y + height / 2 }
}

const mapClass = (node: Node) => (node.type === 'slot' ? styles['map_slot'] : styles['map_card']) ?? ''
