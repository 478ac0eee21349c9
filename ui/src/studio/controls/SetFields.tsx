import { DeleteOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { omit } from '../changes/order'
import { useTexts } from '../texts'
import { FaultText } from './FaultText'
import { LiteralInput } from './LiteralInput'
import styles from './SetFields.module.css'

interface SetFieldsProps {
  entity: Entity
  /** Where the values stand in the document. */
  path: string
  /** What the list is of, for screen readers. */
  name: string
  /** The rule of each field's value. */
  values: Record<string, string> | undefined
  onChange: (values: Record<string, string>) => void
}

/** Fields that are set when something happens, each with its value. */
export function SetFields({ entity, path, name, values = {}, onChange }: SetFieldsProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const add = (key: string) => {
    const first = orderedEntries(findField(entity, key)?.options)[0]?.[0]
    onChange({ ...values, [key]: first === undefined ? '' : JSON.stringify(first) })
  }
  return (
    <>
      <ul className={styles['fields']}>
        {Object.entries(values).map(([key, text]) => {
          const field = labelOf(findField(entity, key), key)
          return (
            <li key={key}>
              <span dir="auto">{field}</span>
              <LiteralInput
                entity={entity}
                path={key}
                label={t('controls.value_of', { field })}
                value={text}
                onChange={(next) => onChange({ ...values, [key]: next })}
              />
              <IconButton
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                label={t('controls.do_not_set', { field })}
                onClick={() => onChange(omit(values, key))}
              />
              <FaultText names={[`${path}/${key}`]} />
            </li>
          )
        })}
      </ul>
      <Select<string | null>
        size="small"
        style={{ width: '100%' }}
        aria-label={name}
        placeholder={t('controls.set_field')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={entity.fields
          .filter(({ key, system }) => !system && !(key in values))
          .map((field) => ({ value: field.key, label: labelOf(field) }))}
        onChange={(key) => key && add(key)}
      />
    </>
  )
}
