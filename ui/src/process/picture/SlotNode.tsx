import type { Node, NodeProps } from '@xyflow/react'
import type { ReactNode } from 'react'
import styles from './picture.module.css'

export const SLOT_SIZE = 26

export type SlotFlowNode = Node<{ content: ReactNode; isTarget: boolean }, 'slot'>

/** A place between two cards: what can be put there, or where the dragged card would land. */
export function SlotNode({ data }: NodeProps<SlotFlowNode>) {
  return (
    <div className={`${styles['slot']} nodrag nopan`} data-target={data.isTarget}>
      {data.content}
    </div>
  )
}
