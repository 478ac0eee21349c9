import type { CSSProperties } from 'react'
import { PICK_WIDTH, type Column } from './columns'

export const ROW_HEIGHT = { comfortable: 40, compact: 32 }

/** The widths that head, rows and foot share. */
export function gridTemplate(columns: Column[]): CSSProperties {
  const widths = columns.map(({ width }) => `${width}px`).join(' ')
  return { '--columns': `${PICK_WIDTH}px ${widths} minmax(24px, 1fr)` } as CSSProperties
}
