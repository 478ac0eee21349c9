import { ViewportPortal } from '@xyflow/react'
import { pathOf } from './geometry'
import type { Edge } from './layout'
import styles from './picture.module.css'

interface WaysProps {
  edges: readonly Edge[]
  width: number
  height: number
}

/** The lines between the cards; those that were gone are drawn last, over the others. */
export function Ways({ edges, width, height }: WaysProps) {
  const ordered = edges.toSorted((a, b) => Number(a.isLit) - Number(b.isLit))
  return (
    <ViewportPortal>
      <svg className={styles['ways']} width={width} height={height} aria-hidden>
        {ordered.map(({ id, points, isLit }) => (
          <path key={id} d={pathOf(points)} data-lit={isLit} data-way={id} />
        ))}
      </svg>
    </ViewportPortal>
  )
}
