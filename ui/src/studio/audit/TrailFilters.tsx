import { Input, Select, Tag } from 'antd'
import type { TrailConditions } from '../../api/trail'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { useAuditTexts } from '../../records/record/auditTexts'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { DayRange } from '../controls/DayRange'
import { FilterBar } from '../controls/FilterBar'
import type { ConditionsChange } from '../controls/useAddressConditions'
import { ACTIONS, SOURCES } from './actions'

interface TrailFiltersProps {
  conditions: TrailConditions
  onChange: (part: ConditionsChange<keyof TrailConditions>) => void
  onClear: () => void
}

export function TrailFilters({ conditions, onChange, onClear }: TrailFiltersProps) {
  const t = useAuditTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const entity = findEntity(schema, conditions.entity)
  const entities = schema.entities
    .map((item) => ({ value: item.key, label: labelOf(item) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const fields = (entity?.fields ?? []).map((item) => ({ value: item.key, label: labelOf(item, item.key) }))
  return (
    <FilterBar isFiltered={Object.keys(conditions).length > 0} onClear={onClear}>
      <DayRange label={t('when')} since={conditions.since} until={conditions.until} onChange={onChange} />
      <div data-wide>
        <ReferenceSelect
          target="user"
          isMultiple={false}
          canCreate={false}
          aria-label={t('who')}
          placeholder={t('anybody')}
          value={conditions.actor ? [{ id: conditions.actor, label: '' }] : []}
          onChange={(chosen) => onChange({ actor: chosen[0]?.id ?? null })}
        />
      </div>
      <div data-wide>
        <Select
          aria-label={t('what')}
          placeholder={t('anything')}
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          maxTagCount="responsive"
          value={conditions.action?.split(',') ?? []}
          options={ACTIONS.map((value) => ({ value, label: t(`action.${value}`) }))}
          onChange={(chosen: string[]) => onChange({ action: chosen.join(',') || null })}
        />
      </div>
      <Select
        aria-label={t('about')}
        placeholder={t('everything')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={conditions.entity ?? null}
        options={entities}
        onChange={(chosen: string | undefined) =>
          onChange({ entity: chosen ?? null, field: null, record: null })
        }
      />
      {entity && (
        <Select
          aria-label={t('field')}
          placeholder={t('any_field')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={conditions.field ?? null}
          options={fields}
          onChange={(chosen: string | undefined) => onChange({ field: chosen ?? null })}
        />
      )}
      <Select
        aria-label={t('channel')}
        placeholder={t('any_channel')}
        allowClear
        value={conditions.source ?? null}
        options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
        onChange={(chosen: string | undefined) => onChange({ source: chosen ?? null })}
      />
      <Input.Search
        aria-label={t('address')}
        placeholder={t('address')}
        allowClear
        defaultValue={conditions.address ?? ''}
        onSearch={(typed) => onChange({ address: typed.trim() || null })}
      />
      {conditions.record && (
        <Tag closable onClose={() => onChange({ record: null })}>
          {t('record', { id: conditions.record })}
        </Tag>
      )}
    </FilterBar>
  )
}
