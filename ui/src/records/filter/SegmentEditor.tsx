import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { segmentsQuery } from '../../api/segments'
import type { Entity } from '../../api/types'
import { firstLiteral, literalText, textLiteral } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'
import { operatorLabel } from './ConditionEditor'
import type { Condition } from './tree'
import styles from './filter.module.css'

interface SegmentEditorProps {
  entity: Entity
  condition: Condition
  onChange: (condition: Condition) => void
}

const OPERATORS = ['in_segment', 'not_in_segment'] as const satisfies OperatorKey[]

/** The record belongs, or does not belong, to a named set of records. */
export function SegmentEditor({ entity, condition, onChange }: SegmentEditorProps) {
  const { t } = useTranslation()
  const { data: segments = [], isPending } = useQuery(segmentsQuery(entity.key))
  const key = literalText(firstLiteral(condition.value))
  return (
    <div className={styles['editor']}>
      <Select<OperatorKey>
        aria-label={t('filter.operator')}
        value={condition.operator}
        options={OPERATORS.map((value) => ({ value, label: operatorLabel(value, undefined, t) }))}
        popupMatchSelectWidth={false}
        onChange={(operator) => onChange({ ...condition, operator })}
      />
      <Select
        aria-label={t('builder.choose_segment')}
        placeholder={t('builder.choose_segment')}
        showSearch={{ optionFilterProp: 'label' }}
        loading={isPending}
        value={key || null}
        options={segments.map((segment) => ({ value: segment.key, label: segment.name }))}
        notFoundContent={t('segments.empty')}
        onChange={(chosen: string | null) =>
          onChange({ ...condition, value: chosen ? textLiteral(chosen) : null })
        }
      />
    </div>
  )
}
