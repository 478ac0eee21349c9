import { LongText } from '../parts/LongText'
import { Blank } from '../parts/Blank'
import { isBlank } from '../parts/isBlank'
import { TextLine } from '../parts/TextLine'
import { asText } from '../parts/asText'
import type { CellProps } from '../types'

export function TextCell({ value, inline }: CellProps) {
  if (isBlank(value)) return <Blank inline={inline} />
  const text = asText(value)
  return inline ? <TextLine text={text} /> : <LongText text={text} />
}
