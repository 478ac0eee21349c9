import { CloseOutlined } from '@ant-design/icons'
import { InputNumber, Select } from 'antd'
import { useAuditTexts } from '../../records/record/auditTexts'
import { usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { Control } from '../controls/Control'
import { IconButton } from '../../shared/IconButton'
import styles from './security.module.css'

const USUAL_MONTHS = 24
export const MOST_MONTHS = 1200

interface RetentionByEntityProps {
  value: Record<string, number>
  onChange: (value: Record<string, number>) => void
}

/** How long the trail of single entities is kept, where that differs from all others. */
export function RetentionByEntity({ value, onChange }: RetentionByEntityProps) {
  const t = useAuditTexts()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const nameOf = (key: string) => {
    const entity = findEntity(schema, key)
    return entity ? pluralOf(entity) : key
  }
  const others = schema.entities
    .filter(({ key, line_of }) => !(key in value) && !line_of)
    .map(({ key }) => ({ value: key, label: nameOf(key) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const without = (key: string) => Object.fromEntries(Object.entries(value).filter(([each]) => each !== key))
  return (
    <Control names={['audit/entities']} label={t('rules.keep_entities')}>
      {(aria) => (
        <div className={styles['retention']}>
          {Object.entries(value).map(([key, months]) => (
            <div key={key} className={styles['kept']}>
              <bdi className={styles['keptName']}>{nameOf(key)}</bdi>
              <InputNumber
                aria-label={t('rules.keep_entity', { entity: nameOf(key) })}
                value={months}
                min={1}
                max={MOST_MONTHS}
                precision={0}
                onChange={(typed) => onChange({ ...value, [key]: typed ?? months })}
              />
              <IconButton
                type="text"
                icon={<CloseOutlined />}
                label={t('rules.keep_remove', { entity: nameOf(key) })}
                onClick={() => onChange(without(key))}
              />
            </div>
          ))}
          <Select
            {...aria}
            placeholder={t('rules.keep_add')}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            options={others}
            onChange={(key: string | null) => key && onChange({ ...value, [key]: USUAL_MONTHS })}
          />
        </div>
      )}
    </Control>
  )
}
