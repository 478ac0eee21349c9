import { Blank } from '../parts/Blank'
import { OutsideLink } from '../parts/OutsideLink'
import { TextLine } from '../parts/TextLine'
import type { CellProps } from '../types'

export function UrlCell({ value, inline }: CellProps) {
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  const href = webAddress(value)
  if (!href) return <TextLine text={value} />
  return (
    <OutsideLink href={href} opensTab>
      {value.replace(/^https?:\/\//, '').replace(/\/$/, '')}
    </OutsideLink>
  )
}

/** Only web addresses become links; `javascript:` and its like stay text. */
export function webAddress(text: string): string | undefined {
  const full = /^[a-z][a-z\d+.-]*:/i.test(text) && !/^[^/]*:\d/.test(text) ? text : `https://${text}`
  try {
    const { protocol } = new URL(full)
    return protocol === 'https:' || protocol === 'http:' ? full : undefined
  } catch {
    return undefined
  }
}
