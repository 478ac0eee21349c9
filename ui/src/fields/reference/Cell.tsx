import { useEntity } from '../../schema/useSchema'
import { Blank } from '../parts/Blank'
import { RecordLink } from '../parts/RecordLink'
import { isLabel, labelText, targetEntity } from '../parts/references'
import { TextLine } from '../parts/TextLine'
import type { CellProps } from '../types'

/** A link where the reader may see the other entity, else only its label. */
export function ReferenceCell({ field, value, entity, inline }: CellProps) {
  const target = targetEntity(field, entity)
  const isVisible = useEntity(target)?.can.see ?? false
  if (!isLabel(value)) return <Blank inline={inline} />
  return isVisible ? (
    <RecordLink entity={target} label={value} isQuiet={inline} />
  ) : (
    <TextLine text={labelText(value)} />
  )
}
