import { PropertyInput } from '../../fields/schema/PropertyInput'
import { propertiesOf, type JsonSchema } from '../../fields/schema/properties'
import { useLabel } from '../../schema/labels'
import { Control } from '../controls/Control'
import type { OptionsProps } from './ServerFields'

/** The options of a kind of channel that a plugin brings along, as its JSON Schema says. */
export function OwnOptions({ schema, options, onChange }: OptionsProps & { schema: JsonSchema }) {
  const labelOf = useLabel()
  return propertiesOf(schema).map((property) => (
    <Control
      key={property.name}
      names={[`options/${property.name}`]}
      label={labelOf(property, property.name)}
      help={property.help ? labelOf({ label: property.help }) : undefined}
      required={property.isRequired}
    >
      {(aria) => (
        <PropertyInput
          {...aria}
          property={property}
          value={options[property.name]}
          onChange={(value) =>
            onChange({ ...options, [property.name]: (value ?? undefined) as string | undefined })
          }
        />
      )}
    </Control>
  ))
}
