import { Alert, Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionOffer } from '../../api/actions'
import { errorText } from '../../api/problem'
import { PropertyInput } from '../../fields/schema/PropertyInput'
import { useLabel } from '../../schema/labels'
import { argumentsOf } from './pluginActions'

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
    setValues(({ [name]: _former, ...others }) => (value === null ? others : { ...others, [name]: value }))
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
        {asked.map((property, place) => (
          <Form.Item
            key={property.name}
            label={labelOf(property, property.name)}
            htmlFor={`plugin-${property.name}`}
            required={property.isRequired}
          >
            <PropertyInput
              id={`plugin-${property.name}`}
              property={property}
              value={values[property.name]}
              hasFocus={place === 0}
              onChange={(value) => set(property.name, value)}
            />
          </Form.Item>
        ))}
      </Form>
      {error && <Alert type="error" showIcon title={errorText(error)} />}
    </Modal>
  )
}
