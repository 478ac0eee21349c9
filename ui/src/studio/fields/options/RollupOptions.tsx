import { Select } from 'antd'
import type { Entity, SchemaDocument } from '../../../api/types'
import { useLabel, type LabelOf } from '../../../schema/labels'
import { findEntity, findField, useSchema } from '../../../schema/useSchema'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { FieldGrid } from '../../controls/FieldGrid'
import { useTexts } from '../../texts'
import type { OptionsProps } from './types'

const FUNCTIONS = ['sum', 'count', 'avg', 'min', 'max'] as const
const NUMERIC = new Set(['integer', 'decimal', 'percent', 'money', 'formula', 'rollup', 'score'])
const ORDERED = new Set([...NUMERIC, 'date', 'datetime'])

interface Source {
  value: string
  label: string
}

/** What can be summed up: the line items of this entity, and whatever else refers to it. */
function sourcesOf(entity: Entity, schema: SchemaDocument, labelOf: LabelOf): Source[] {
  const lines = entity.fields.filter(({ kind }) => kind === 'children')
  const lineTargets = new Set(lines.map(({ target }) => target))
  const referring = entity.relations.filter((relation) => !lineTargets.has(relation.entity))
  return [
    ...lines.map((field) => ({ value: field.key, label: labelOf(field) })),
    ...referring.map((relation) => {
      const other = findEntity(schema, relation.entity)
      const field = findField(other, relation.field)
      return { value: `${relation.entity}.${relation.field}`, label: `${labelOf(other)} · ${labelOf(field)}` }
    }),
  ]
}

function targetOf(over: string | undefined, entity: Entity, schema: SchemaDocument): Entity | undefined {
  if (!over) return undefined
  const [other = '', field] = over.split('.')
  return findEntity(schema, field ? other : findField(entity, over)?.target)
}

export function RollupOptions({ document, entity, onChange }: OptionsProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const sources = sourcesOf(entity, schema, labelOf)
  const target = targetOf(document.over, entity, schema)
  const allowed = document.function === 'min' || document.function === 'max' ? ORDERED : NUMERIC
  const fields = (target?.fields ?? []).filter(({ kind, system }) => !system && allowed.has(kind))

  return (
    <>
      <Control
        names={['over']}
        label={t('option.over')}
        help={t(sources.length > 0 ? 'option.over_help' : 'option.over_none')}
        required
      >
        {(aria) => (
          <Select
            {...aria}
            value={document.over ?? null}
            options={sources}
            placeholder={t('option.choose_source')}
            onChange={(over: string) => onChange({ over, field: undefined })}
          />
        )}
      </Control>
      <FieldGrid>
        <Control names={['function']} label={t('option.function')} required>
          {(aria) => (
            <Select
              {...aria}
              value={document.function ?? null}
              options={FUNCTIONS.map((value) => ({ value, label: t(`option.functions.${value}`) }))}
              onChange={(name: string) =>
                onChange(name === 'count' ? { function: name, field: undefined } : { function: name })
              }
            />
          )}
        </Control>
        {document.function !== 'count' && (
          <Control names={['field']} label={t('option.rolled_field')} required>
            {(aria) => (
              <Select
                {...aria}
                disabled={!target}
                value={document.field ?? null}
                options={fields.map((field) => ({ value: field.key, label: labelOf(field) }))}
                onChange={(field: string) => onChange({ field })}
              />
            )}
          </Control>
        )}
      </FieldGrid>
      <Control names={['where']} label={t('option.where')} help={t('option.where_help')} isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={target?.key ?? entity.key}
            value={document.where}
            placeholder="amount > 100"
            onChange={(where) => onChange({ where })}
          />
        )}
      </Control>
    </>
  )
}
