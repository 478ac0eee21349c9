import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { Field } from '../../api/types'
import { FieldFilter } from '../../fields/FieldFilter'
import { useKinds } from '../../fields/kinds'
import type { OperatorKey } from '../../fields/operators'
import { normalised, operatorsOf, withOperator } from './normalise'
import { needsValue, type Condition } from './tree'
import styles from './filter.module.css'

interface ConditionEditorProps {
  condition: Condition
  field: Field
  /** The entity that the field belongs to. */
  entity: string
  onChange: (condition: Condition) => void
  isStacked?: boolean
}

const TIME_KINDS = new Set(['date', 'datetime'])
const TIME_OPERATORS = new Set<OperatorKey>([
  'equals',
  'not_equals',
  'less',
  'less_or_equal',
  'greater',
  'greater_or_equal',
])
const BUILDER_OPERATORS = new Set<OperatorKey>([
  'in_period',
  'not_in_period',
  'my_team',
  'my_unit',
  'in_segment',
  'not_in_segment',
])

/** The operator in words, as they suit the kind of field. */
export function operatorLabel(operator: OperatorKey, kind: string | undefined, t: TFunction): string {
  if (BUILDER_OPERATORS.has(operator)) return t(`builder.op_${operator as 'my_team'}`)
  const isTime = kind !== undefined && TIME_KINDS.has(kind) && TIME_OPERATORS.has(operator)
  return isTime ? t(`filter.date_${operator as 'equals'}`) : t(`filter.op_${operator as 'equals'}`)
}

/** Operator and value of one condition. */
export function ConditionEditor({
  condition,
  field,
  entity,
  onChange,
  isStacked = false,
}: ConditionEditorProps) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const shown = normalised(condition, field, kinds)
  const offered = operatorsOf(field, kinds)
  const operators = offered.includes(shown.operator) ? offered : [...offered, shown.operator]

  return (
    <div className={styles['editor']} data-stacked={isStacked}>
      <Select<OperatorKey>
        aria-label={t('filter.operator')}
        value={shown.operator}
        options={operators.map((operator) => ({
          value: operator,
          label: operatorLabel(operator, field.kind, t),
        }))}
        popupMatchSelectWidth={false}
        onChange={(operator) => onChange(withOperator(shown, operator))}
      />
      {needsValue(shown.operator) && (
        <FieldFilter
          field={field}
          entity={entity}
          operator={shown.operator}
          value={shown.value}
          onChange={(value) => onChange({ ...shown, value })}
        />
      )}
    </div>
  )
}
