import { Button, DatePicker, Input, Select, Tag } from 'antd'
import dayjs from 'dayjs'
import type { TrailConditions } from '../../api/trail'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { useAuditTexts } from '../../records/record/auditTexts'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { ACTIONS, SOURCES } from './actions'
import styles from './audit.module.css'

interface TrailFiltersProps {
  conditions: TrailConditions
  onChange: (part: Partial<Record<keyof TrailConditions, string | null>>) => void
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
    <search className={styles['filters']}>
      <DatePicker.RangePicker
        className={styles['wide'] ?? ''}
        aria-label={t('when')}
        allowEmpty={[true, true]}
        value={[moment(conditions.since), moment(conditions.until)?.subtract(1, 'day') ?? null]}
        onChange={(range) =>
          onChange({
            since: range?.[0]?.startOf('day').toISOString() ?? null,
            until: range?.[1]?.add(1, 'day').startOf('day').toISOString() ?? null,
          })
        }
      />
      <div className={styles['wide']}>
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
      <Select
        className={styles['wide'] ?? ''}
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
      {Object.keys(conditions).length > 0 && (
        <Button type="link" onClick={onClear}>
          {t('clear')}
        </Button>
      )}
    </search>
  )
}

function moment(text: string | undefined) {
  return text ? dayjs(text) : null
}
