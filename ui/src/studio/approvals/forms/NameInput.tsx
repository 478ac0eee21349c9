import { Input, Select } from 'antd'
import { useState } from 'react'
import { OptionText } from '../../../fields/parts/OptionText'
import { useLabel } from '../../../schema/labels'
import { useSchema } from '../../../schema/useSchema'
import type { ControlAria } from '../../controls/Control'
import { useApproval } from '../ApprovalContext'
import type { Named } from '../approverKinds'
import { pathsTo, useNamedChoices, useNamedLabels, useRoleChoices, type NamedEntity } from '../named'

interface NameInputProps {
  aria: ControlAria
  named: Named
  value: string | undefined
  onChange: (name: string | undefined) => void
}

/** Who or what is named: somebody, a role, a position, a field that leads to a person. */
export function NameInput({ named, ...props }: NameInputProps) {
  if (named === 'user' || named === 'position') return <RecordInput entity={named} {...props} />
  if (named === 'role') return <RoleInput {...props} />
  if (named === 'person_path') return <PersonPathInput {...props} />
  const { aria, value, onChange } = props
  return (
    <Input {...aria} value={value ?? ''} onChange={({ target }) => onChange(target.value || undefined)} />
  )
}

type OneProps = Omit<NameInputProps, 'named'>

function RecordInput({ entity, aria, value, onChange }: OneProps & { entity: NamedEntity }) {
  const [typed, setTyped] = useState('')
  const { choices, isLoading } = useNamedChoices(entity, typed)
  const labelOf = useNamedLabels(entity, value ? [value] : [])
  const isOffered = choices.some((choice) => choice.value === value)
  const chosen = value && !isOffered && typed === '' ? [{ value, label: labelOf(value), detail: value }] : []
  return (
    <Select<string>
      {...aria}
      loading={isLoading}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value ?? null}
      options={[...chosen, ...choices]}
      optionRender={({ data }) => <OptionText option={data} />}
      onChange={onChange}
    />
  )
}

function RoleInput({ aria, value, onChange }: OneProps) {
  const roles = useRoleChoices()
  return (
    <Select<string>
      {...aria}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      options={roles}
      onChange={onChange}
    />
  )
}

function PersonPathInput({ aria, value, onChange }: OneProps) {
  const labelOf = useLabel()
  const schema = useSchema()
  const { entity } = useApproval()
  return (
    <Select<string>
      {...aria}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      options={pathsTo(schema, entity, 'user', labelOf)}
      onChange={onChange}
    />
  )
}
