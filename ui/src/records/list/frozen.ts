import type { CSSProperties } from 'react'
import type { Column } from './columns'

/** Where a frozen cell stays while the others scroll by. */
export function stopStyle({ stop }: Pick<Column, 'stop'>): CSSProperties | undefined {
  return stop === undefined ? undefined : { insetInlineStart: stop }
}
