import { Alert, Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionOffer } from '../../api/actions'
import { errorText } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { argumentsOf, type Argument } from './pluginActions'

interface PluginActionDialogProps {
  offer: ActionOffer
  error: Error | null
  isPending: boolean
  onSend: (values: Record<string, unknown>) => void
  onClose: () => void
}

type Values = Record<string, unknown>

/** Asks for what an action of a plugin takes, as its JSON Schema says. */
export function PluginActionDialog({ offer, error, isPending, onSend, onClose }: PluginActionDialogProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const [values, setValues] = useState<Values>({})
  const asked = argumentsOf(offer)
  const isComplete = asked.every(({ name, isRequired }) => !isRequired || values[name] !== undefined)
  const set = (name: string, value: unknown) =>
    setValues(({ [name]: _former, ...others }) =>
      value === null || value === '' ? others : { ...others, [name]: value },
    )
  return (
    <Modal
      open
      title={labelOf(offer)}
      okText={t('plugin.run')}
      okButtonProps={{ disabled: !isComplete }}
      confirmLoading={isPending}
      onOk={() => onSend(values)}
      onCancel={onClose}
    >
      <Form layout="vertical">
        {asked.map((argument, place) => (
          <Form.Item
            key={argument.name}
            label={argument.title}
            htmlFor={`plugin-${argument.name}`}
            required={argument.isRequired}
          >
            <ArgumentInput
              argument={argument}
              value={values[argument.name]}
              hasFocus={place === 0}
              onChange={(value) => set(argument.name, value)}
            />
          </Form.Item>
        ))}
      </Form>
      {error && <Alert type="error" showIcon title={errorText(error)} />}
    </Modal>
  )
}

interface ArgumentInputProps {
  argument: Argument
  value: unknown
  hasFocus: boolean
  onChange: (value: unknown) => void
}

function ArgumentInput({ argument, value, hasFocus, onChange }: ArgumentInputProps) {
  const id = `plugin-${argument.name}`
  if (argument.choices.length > 0)
    return (
      <Select
        id={id}
        allowClear={!argument.isRequired}
        value={value as string | undefined}
        options={argument.choices.map((choice) => ({ value: choice, label: choice }))}
        onChange={(chosen: string | undefined) => onChange(chosen ?? null)}
      />
    )
  if (argument.type === 'boolean') return <Switch id={id} checked={value === true} onChange={onChange} />
  if (argument.type === 'string')
    return (
      <Input
        id={id}
        autoFocus={hasFocus}
        value={(value as string | undefined) ?? ''}
        onChange={({ target }) => onChange(target.value)}
      />
    )
  return (
    <InputNumber
      id={id}
      autoFocus={hasFocus}
      style={{ width: '100%' }}
      {...(argument.type === 'integer' ? { precision: 0 } : {})}
      value={(value as number | undefined) ?? null}
      onChange={onChange}
    />
  )
}
