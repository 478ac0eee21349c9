import { Button, type ButtonProps } from 'antd'
import { useHref, useLinkClickHandler } from 'react-router'

interface LinkButtonProps extends Omit<ButtonProps, 'href' | 'onClick'> {
  to: string
}

/** Looks like a button, is a link: it can be opened in a new tab, and it is no button inside a link. */
export function LinkButton({ to, ...props }: LinkButtonProps) {
  const href = useHref(to)
  const follow = useLinkClickHandler<HTMLElement>(to)
  return <Button {...props} href={href} onClick={(event) => follow(event)} />
}
