import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Grid.module.css'

const MIN_WIDTH = 60
const MAX_WIDTH = 900
const KEY_STEP = 16

interface ColumnResizerProps {
  label: string
  width: number
  onResize: (width: number) => void
}

/** The right edge of a column: drag it, or focus it and use the arrow keys. */
export function ColumnResizer({ label, width, onResize }: ColumnResizerProps) {
  const { t } = useTranslation()
  const start = useRef<{ x: number; width: number } | null>(null)
  const resize = (next: number) => onResize(Math.round(Math.min(Math.max(next, MIN_WIDTH), MAX_WIDTH)))

  const begin = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width }
  }
  const move = ({ clientX }: PointerEvent) => {
    if (start.current) resize(start.current.width + clientX - start.current.x)
  }
  const press = ({ key }: KeyboardEvent) => {
    if (key === 'ArrowRight') resize(width + KEY_STEP)
    if (key === 'ArrowLeft') resize(width - KEY_STEP)
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a focusable separator is a widget
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={t('list.resize', { field: label })}
      aria-valuenow={width}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a focusable separator is a widget
      tabIndex={0}
      className={styles['resizer']}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => (start.current = null)}
      onKeyDown={press}
    />
  )
}
