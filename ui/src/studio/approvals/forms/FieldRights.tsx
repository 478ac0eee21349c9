import { DeleteOutlined } from '@ant-design/icons'
import { Segmented, Select } from 'antd'
import { useLabel } from '../../../schema/labels'
import { findField } from '../../../schema/useSchema'
import { omit } from '../../changes/order'
import { FaultText } from '../../controls/FaultText'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import { IconButton } from '../../../shared/IconButton'
import styles from './forms.module.css'

interface FieldRightsProps {
  value: Record<string, string> | undefined
  onChange: (fields: Record<string, string>) => void
}

/** What the people of a step may do with fields of the record; others stay as their rights say. */
export function FieldRights({ value = {}, onChange }: FieldRightsProps) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const { entity, choices } = useApproval()
  const rights = choices.of('fields')
  const left = entity.fields.filter(({ key, system }) => !system && !(key in value))
  return (
    <section className={styles['section']} aria-label={t('attribute.fields')}>
      <h3>{t('attribute.fields')}</h3>
      <p className={styles['hint']}>{t('fields.help')}</p>
      <ul className={styles['lines']}>
        {Object.entries(value).map(([key, right]) => (
          <li key={key}>
            <span dir="auto">{labelOf(findField(entity, key), key)}</span>
            <Segmented
              size="small"
              aria-label={labelOf(findField(entity, key), key)}
              value={right}
              options={rights.map((one) => ({
                value: one,
                label: t(`choice.fields.${one}`, { defaultValue: one }),
              }))}
              onChange={(next) => onChange({ ...value, [key]: next })}
            />
            <IconButton
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              label={t('fields.remove', { field: labelOf(findField(entity, key), key) })}
              onClick={() => onChange(omit(value, key))}
            />
            <FaultText names={[`fields/${key}`]} />
          </li>
        ))}
      </ul>
      <Select<string | null>
        style={{ width: '100%' }}
        aria-label={t('fields.add')}
        placeholder={t('fields.add')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={left.map((field) => ({ value: field.key, label: labelOf(field) }))}
        onChange={(key) => key && onChange({ ...value, [key]: 'edit' })}
      />
    </section>
  )
}
