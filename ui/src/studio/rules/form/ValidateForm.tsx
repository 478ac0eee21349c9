import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import type { Entity } from '../../../api/types'
import type { Requirement, ValidateParts } from '../../../rules/parts'
import { useLabel } from '../../../schema/labels'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { LabelsInput } from '../../controls/LabelsInput'
import { useTexts } from '../../texts'
import styles from './form.module.css'

interface ValidateFormProps {
  entity: Entity
  validation: ValidateParts
  onChange: (validation: ValidateParts) => void
}

const EMPTY: Requirement = { condition: '', message: null, fields: [] }

/** What must hold, what is said otherwise, and at which fields. */
export function ValidateForm({ entity, validation, onChange }: ValidateFormProps) {
  const t = useTexts()
  const { requirements } = validation
  const set = (next: Requirement[]) => onChange({ ...validation, requirements: next })
  return (
    <>
      <ol className={styles['rows']} aria-label={t('rules.form.requirements')}>
        {requirements.map((requirement, at) => (
          <RequirementRow
            key={at}
            entity={entity}
            requirement={requirement}
            at={at}
            onChange={(next) =>
              set(requirements.flatMap((one, position) => (position === at ? (next ?? []) : [one])))
            }
          />
        ))}
      </ol>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        style={{ marginBottom: 16 }}
        onClick={() => set([...requirements, EMPTY])}
      >
        {t('rules.form.add_requirement')}
      </Button>
    </>
  )
}

interface RequirementRowProps {
  entity: Entity
  requirement: Requirement
  at: number
  onChange: (requirement: Requirement | null) => void
}

function RequirementRow({ entity, requirement, at, onChange }: RequirementRowProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const place = (name: string) => [`requirements/${at}/${name}`]
  const set = (part: Partial<Requirement>) => onChange({ ...requirement, ...part })
  const fields = entity.fields.filter(({ system }) => !system)
  return (
    <li className={styles['row']}>
      <Control names={place('condition')} label={t('rules.form.condition')} required isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={entity.key}
            value={requirement.condition}
            onChange={(condition) => set({ condition: condition ?? '' })}
          />
        )}
      </Control>
      <Control names={place('message')} label={t('rules.form.message')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            name={t('rules.form.message')}
            value={requirement.message ?? {}}
            onChange={(message) => set({ message })}
          />
        )}
      </Control>
      <Control names={place('fields')} label={t('rules.form.at')}>
        {(aria) => (
          <Select<string[]>
            {...aria}
            mode="multiple"
            value={requirement.fields}
            options={fields.map((field) => ({ value: field.key, label: labelOf(field) }))}
            onChange={(chosen) => set({ fields: chosen })}
          />
        )}
      </Control>
      <Button
        type="text"
        className={styles['remove'] ?? ''}
        icon={<DeleteOutlined />}
        aria-label={t('rules.form.remove_requirement', { number: at + 1 })}
        onClick={() => onChange(null)}
      />
    </li>
  )
}
