import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
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
const TIME_OPERATORS = new Set([
  'equals',
  'not_equals',
  'less',
  'less_or_equal',
  'greater',
  'greater_or_equal',
])

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
  const operatorLabel = (operator: OperatorKey) =>
    t(
      TIME_KINDS.has(field.kind) && TIME_OPERATORS.has(operator)
        ? `filter.date_${operator}`
        : `filter.op_${operator}`,
    )

  return (
    <div className={styles['editor']} data-stacked={isStacked}>
      <Select<OperatorKey>
        aria-label={t('filter.operator')}
        value={shown.operator}
        options={operatorsOf(field, kinds).map((operator) => ({
          value: operator,
          label: operatorLabel(operator),
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
