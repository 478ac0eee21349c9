import { InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { literalText } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'
import { isNumeric } from '../../fields/alignment'
import { useKinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { ownFields } from '../../schema/layout'
import { useSchema } from '../../schema/useSchema'
import { findRelated, relatedRecords } from './collections'
import { operatorLabel } from './ConditionEditor'
import {
  COLLECTION_FUNCTIONS,
  isCompared,
  needsField,
  type Collection,
  type CollectionFunction,
} from './tree'
import styles from './filter.module.css'

interface CollectionEditorProps {
  entity: Entity
  node: Collection
  onChange: (node: Collection) => void
}

const COMPARISONS = [
  'greater_or_equal',
  'greater',
  'equals',
  'less_or_equal',
  'less',
  'not_equals',
] as const satisfies OperatorKey[]

/** What is asked about related records: that there is one, how many, the sum of a field. */
export function CollectionEditor({ entity, node, onChange }: CollectionEditorProps) {
  const { t } = useTranslation()
  const schema = useSchema()
  const kinds = useKinds()
  const labelOf = useLabel()
  const found = findRelated(relatedRecords(schema, entity, labelOf), node.path)
  const fields = found
    ? ownFields(found.records.entity).filter(
        (field) => node.function === 'count_distinct' || isNumeric(field, kinds),
      )
    : []
  const name = node.path.split('.')[0] ?? ''

  const choose = (next: CollectionFunction) => {
    const first = fieldsFor(next)[0]
    const path = needsField(next) && first ? `${name}.${first}` : name
    const compared = isCompared(next)
    onChange({
      ...node,
      function: next,
      path,
      operator: compared ? (node.operator ?? 'greater_or_equal') : null,
      value: compared ? (node.value ?? { type: 'number', text: '1' }) : null,
    })
  }
  const fieldsFor = (next: CollectionFunction) =>
    found
      ? ownFields(found.records.entity)
          .filter((field) => next === 'count_distinct' || isNumeric(field, kinds))
          .map(({ key }) => key)
      : []
  const offered = COLLECTION_FUNCTIONS.filter((next) => !needsField(next) || fieldsFor(next).length > 0)

  return (
    <div className={styles['collection']}>
      <Select<CollectionFunction>
        aria-label={t('builder.function')}
        value={node.function}
        options={offered.map((value) => ({ value, label: t(`builder.fn_${value}`) }))}
        popupMatchSelectWidth={false}
        onChange={choose}
      />
      {needsField(node.function) && (
        <Select
          aria-label={t('builder.of_field')}
          showSearch={{ optionFilterProp: 'label' }}
          value={found?.field || null}
          options={fields.map((field) => ({ value: field.key, label: labelOf(field) }))}
          popupMatchSelectWidth={false}
          onChange={(key: string | null) => key && onChange({ ...node, path: `${name}.${key}` })}
        />
      )}
      {isCompared(node.function) && (
        <>
          <Select<OperatorKey>
            aria-label={t('filter.operator')}
            value={node.operator}
            options={COMPARISONS.map((value) => ({ value, label: operatorLabel(value, undefined, t) }))}
            popupMatchSelectWidth={false}
            onChange={(operator) => onChange({ ...node, operator })}
          />
          <InputNumber<string | number>
            stringMode
            controls={false}
            aria-label={t('builder.amount')}
            value={node.value ? literalText(node.value) : null}
            onChange={(typed) =>
              onChange({
                ...node,
                value: typed === null || typed === '' ? null : { type: 'number', text: String(typed) },
              })
            }
          />
        </>
      )}
    </div>
  )
}
