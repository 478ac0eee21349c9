import { ReferenceSelect } from '../parts/ReferenceSelect'
import { sharedProps } from '../parts/inputProps'
import { isLabel, targetEntity } from '../parts/references'
import type { InputProps } from '../types'

export function ReferenceInput(props: InputProps) {
  const { field, entity, value, onChange } = props
  return (
    <ReferenceSelect
      {...sharedProps(props)}
      target={targetEntity(field, entity)}
      chosenFor={`${entity}.${field.key}`}
      isMultiple={false}
      value={isLabel(value) ? [value] : []}
      onChange={([label]) => onChange(label ?? null)}
    />
  )
}
