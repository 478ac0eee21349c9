import { Button, type ButtonProps } from 'antd'
import type { Ref } from 'react'

interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'title' | 'children'> {
  /** What it does: read aloud, and shown when the pointer rests on it. */
  label: string
  ref?: Ref<HTMLButtonElement>
}

/** A button that shows nothing but an icon. */
export function IconButton({ label, ...button }: IconButtonProps) {
  return <Button {...button} aria-label={label} title={label} />
}
