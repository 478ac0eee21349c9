import { useQuery } from '@tanstack/react-query'
import { Select, Tag } from 'antd'
import { RUN_STATES, type RunConditions } from '../../api/automation'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { componentsQuery } from '../api/metadata'
import { DayRange } from '../controls/DayRange'
import { FilterBar } from '../controls/FilterBar'
import type { ConditionsChange } from '../controls/useAddressConditions'
import { RecordPicker } from '../playground/RecordPicker'
import { useAutomationTexts } from './automationTexts'

interface RunFiltersProps {
  conditions: RunConditions
  onChange: (part: ConditionsChange<keyof RunConditions>) => void
  onClear: () => void
}

export function RunFilters({ conditions, onChange, onClear }: RunFiltersProps) {
  const t = useAutomationTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const { data: rules = [] } = useQuery(componentsQuery('rule'))
  const entities = schema.entities
    .map((item) => ({ value: item.key, label: labelOf(item) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const offered = rules
    .filter(({ entity }) => !conditions.entity || entity === conditions.entity)
    .map((rule) => ({ value: rule.key, label: labelOf(rule, rule.key) }))
  return (
    <FilterBar isFiltered={Object.keys(conditions).length > 0} onClear={onClear}>
      <Select
        aria-label={t('state')}
        placeholder={t('any_state')}
        allowClear
        value={conditions.state ?? null}
        options={RUN_STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
        onChange={(state: string | undefined) => onChange({ state: state ?? null })}
      />
      <Select
        aria-label={t('rule')}
        placeholder={t('any_rule')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={conditions.rule ?? null}
        options={offered}
        onChange={(rule: string | undefined) => onChange({ rule: rule ?? null })}
      />
      <Select
        aria-label={t('entity')}
        placeholder={t('any_entity')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={conditions.entity ?? null}
        options={entities}
        onChange={(entity: string | undefined) =>
          onChange({ entity: entity ?? null, record: null, rule: null })
        }
      />
      {findEntity(schema, conditions.entity) && !conditions.record && (
        <RecordPicker
          entity={conditions.entity ?? ''}
          value={null}
          onChange={(record) => onChange({ record })}
        />
      )}
      <DayRange label={t('when')} since={conditions.since} until={conditions.until} onChange={onChange} />
      {conditions.record && (
        <Tag closable onClose={() => onChange({ record: null })}>
          {t('any_record', { id: conditions.record })}
        </Tag>
      )}
    </FilterBar>
  )
}
