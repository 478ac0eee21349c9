import { Select } from 'antd'
import type { Label } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'

interface RoleSelectProps {
  value: Label[]
  onChange: (value: Label[]) => void
  'aria-label': string
}

/** The roles that there are, as the field of users offers them. */
export function RoleSelect({ value, onChange, ...attributes }: RoleSelectProps) {
  const labelOf = useLabel()
  const roles = useEntity('user')?.fields.find(({ key }) => key === 'roles')?.options ?? {}
  const options = Object.entries(roles).map(([key, option]) => ({ value: key, label: labelOf(option, key) }))
  return (
    <Select<string>
      {...attributes}
      value={value[0]?.id ?? null}
      onChange={(key) =>
        onChange(options.filter((each) => each.value === key).map(({ label }) => ({ id: key, label })))
      }
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}
