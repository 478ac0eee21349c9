import { Select } from 'antd'
import { useState } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findEntity, targetOf, useSchema } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'
import { suggestItemKey } from '../changes/keys'
import { moveTo, nextOrder, omit } from '../changes/order'
import { Control } from '../controls/Control'
import { SortableList } from '../controls/SortableList'
import type { Keyed } from '../documents'
import type { TargetDocument } from '../processDocuments'
import { useConversionTexts } from './conversionTexts'
import { proposedMapping, type MadeRecord } from './mapping'
import { TargetCard } from './TargetCard'
import styles from './conversions.module.css'

interface TargetsProps {
  source: Entity
  targets: Keyed<TargetDocument>
  onChange: (targets: Keyed<TargetDocument>) => void
}

/** The records that a conversion makes, in the order in which it makes them. */
export function Targets({ source, targets, onChange }: TargetsProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const [added, setAdded] = useState<string | null>(null)
  const entries = orderedEntries(targets)
  const keys = entries.map(([key]) => key)
  const made: MadeRecord[] = entries.map(([key, { target, label }]) => {
    const entity = findEntity(schema, target)
    return { key, entity: entity?.key ?? target, label: labelOf({ label: label ?? entity?.label }, target) }
  })
  const offered = schema.entities.filter(({ line_of: line, system, can }) => !line && !system && can.create)
  const add = (entity: Entity) => {
    const key = suggestItemKey({ en: entity.key }, keys, 'target')
    const link = source.fields.find(
      (field) => field.kind === 'reference' && targetOf(field, source) === entity.key && !field.read_only,
    )
    const fields = proposedMapping(entity, { entity: source, made, isLine: false })
    const target = {
      target: entity.key,
      fields,
      order: nextOrder(targets),
      ...(link ? { link: link.key } : {}),
    }
    setAdded(key)
    onChange({ ...targets, [key]: target })
  }
  return (
    <Control names={[]} label={t('targets')} help={t('targets_help')}>
      {() => (
        <>
          <ul className={styles['targets']}>
            <SortableList keys={keys} onMove={(key, index) => onChange(moveTo(targets, key, index))}>
              {entries.map(([key, target], at) => (
                <TargetCard
                  key={key}
                  id={key}
                  source={source}
                  target={target}
                  before={made.slice(0, at)}
                  startsOpen={key === added}
                  onChange={(changed) => onChange({ ...targets, [key]: changed })}
                  onRemove={() => onChange(omit(targets, key))}
                />
              ))}
            </SortableList>
          </ul>
          <Select<string | null>
            className={styles['add'] ?? ''}
            aria-label={t('add_target')}
            placeholder={t('add_target')}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            options={offered.map((entity) => ({ value: entity.key, label: labelOf(entity) }))}
            onChange={(key) => {
              const entity = findEntity(schema, key)
              if (entity) add(entity)
            }}
          />
        </>
      )}
    </Control>
  )
}
