import { Select, TreeSelect } from 'antd'
import type { Entity, Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldInput } from '../../fields/FieldInput'
import { useKinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { targetOf, useSchema } from '../../schema/useSchema'
import type { ControlAria } from '../controls/Control'
import { fieldNodes } from '../controls/fieldNodes'
import { RuleInput } from '../controls/RuleInput'
import type { MappedValue } from '../processDocuments'
import { useConversionTexts } from './conversionTexts'
import { isBlank, wayOf, type Origin, type Way } from './mapping'
import styles from './conversions.module.css'

interface ValueInputProps {
  aria: ControlAria
  /** The field that takes the value, and its entity. */
  field: Field
  made: Entity
  origin: Origin
  value: MappedValue
  onChange: (value: MappedValue) => void
}

/** Where a value comes from, by the way that was chosen. */
export function ValueInput(props: ValueInputProps) {
  const Input = INPUTS[wayOf(props.value)]
  return <Input {...props} />
}

function CopyInput({ aria, origin, value, onChange }: ValueInputProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  return (
    <TreeSelect
      {...aria}
      className={styles['input'] ?? ''}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeNodeLabelProp="title"
      placeholder={t('choose_field')}
      {...(isBlank(value) ? { status: 'warning' as const } : {})}
      value={value.copy || null}
      treeData={fieldNodes(schema, origin.entity, labelOf)}
      popupMatchSelectWidth={false}
      onChange={(path: string | null) => onChange({ copy: path ?? '' })}
    />
  )
}

function ExpressionInput({ aria, origin, value, onChange }: ValueInputProps) {
  return (
    <div className={styles['input']}>
      <RuleInput
        isSingleLine
        entity={origin.entity.key}
        aria={aria}
        value={value.value}
        onChange={(text) => onChange({ value: text ?? '' })}
      />
    </div>
  )
}

function ConstantInput({ aria, field, made, value, onChange }: ValueInputProps) {
  const { toWrite } = useKinds()[field.kind]
  const write = (typed: FieldValue) => onChange({ constant: toWrite ? toWrite(typed, field) : typed })
  return (
    <div className={styles['input']}>
      <FieldInput {...aria} field={field} entity={made.key} value={value.constant ?? null} onChange={write} />
    </div>
  )
}

function RecordInput({ aria, field, made, origin, value, onChange }: ValueInputProps) {
  const t = useConversionTexts()
  const target = targetOf(field, made)
  return (
    <Select
      {...aria}
      className={styles['input'] ?? ''}
      placeholder={t('choose_record')}
      value={value.record || null}
      options={origin.made
        .filter(({ entity }) => entity === target)
        .map(({ key, label }) => ({ value: key, label }))}
      onChange={(record) => onChange({ record: record ?? '' })}
    />
  )
}

function SourceInput({ aria, origin }: ValueInputProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  return (
    <span id={aria.id} className={styles['input']}>
      {t('this_record', { entity: labelOf(origin.entity) })}
    </span>
  )
}

const INPUTS: Record<Way, typeof CopyInput> = {
  copy: CopyInput,
  value: ExpressionInput,
  constant: ConstantInput,
  record: RecordInput,
  source: SourceInput,
}
