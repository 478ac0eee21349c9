import { Alert, Button, Segmented } from 'antd'
import { useId, useState } from 'react'
import type { ConversionTarget, TargetChoice } from '../../api/actions'
import type { Entity, Field } from '../../api/types'
import type { Label } from '../../api/values'
import { FieldInput } from '../../fields/FieldInput'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { useLabel } from '../../schema/labels'
import { findField, useEntity } from '../../schema/useSchema'
import { foundRecords } from '../../shared/duplicates'
import { NamedIcon } from '../../shared/icons'
import { useStageTexts } from '../stages/stageTexts'
import styles from './convert.module.css'

interface ConvertTargetProps {
  target: ConversionTarget
  choice: TargetChoice
  onChoose: (choice: TargetChoice) => void
}

type Way = 'create' | 'existing' | 'skip'

const wayOf = (target: ConversionTarget, choice: TargetChoice): Way => {
  if (choice.skip) return 'skip'
  if (choice.existing !== undefined) return 'existing'
  return target.existing && !choice.create ? 'existing' : 'create'
}

/** One record that the conversion makes, or takes. */
export function ConvertTarget({ target, choice, onChoose }: ConvertTargetProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const entity = useEntity(target.entity)
  const way = wayOf(target, choice)
  const ways: { value: Way; label: string }[] = [
    { value: 'create', label: t('new_one') },
    ...(target.may_exist ? [{ value: 'existing' as const, label: t('existing_one') }] : []),
    ...(target.optional ? [{ value: 'skip' as const, label: t('leave_out') }] : []),
  ]
  const go = (to: Way) => {
    if (to === 'skip') onChoose({ skip: true })
    else if (to === 'existing') onChoose({ existing: target.existing?.id ?? null })
    else onChoose({ create: true })
  }
  return (
    <section className={styles['target']} aria-label={labelOf(target)} data-way={way}>
      <header>
        <NamedIcon name={entity?.icon} />
        <h3>{labelOf(target)}</h3>
        {ways.length > 1 && (
          <Segmented<Way>
            size="small"
            value={way}
            options={ways}
            onChange={go}
            aria-label={labelOf(target)}
          />
        )}
      </header>
      {way === 'create' && entity && (
        <NewRecord target={target} entity={entity} choice={choice} onChoose={onChoose} />
      )}
      {way === 'existing' && <ExistingRecord target={target} choice={choice} onChoose={onChoose} />}
    </section>
  )
}

function NewRecord({ target, entity, choice, onChoose }: ConvertTargetProps & { entity: Entity }) {
  const t = useStageTexts()
  const fields = shownFields(target, entity)
  const lines = entity.fields.filter(({ kind, key }) => kind === 'children' && hasItems(target.values[key]))
  const set = (key: string, value: unknown) =>
    onChoose({ ...choice, create: true, values: { ...choice.values, [key]: value } })
  return (
    <>
      {target.duplicates.length > 0 && target.may_exist && (
        <Alert
          type="warning"
          title={t('may_be_same')}
          description={foundRecords(target.duplicates).map(({ id, label, rules }) => (
            <div key={id} className={styles['same']}>
              <span dir="auto">{label}</span>
              <small>{rules.join(' · ')}</small>
              <Button size="small" onClick={() => onChoose({ existing: id })}>
                {t('take')}
              </Button>
            </div>
          ))}
        />
      )}
      <div className={styles['fields']}>
        {fields.map((field) => (
          <TargetField
            key={field.key}
            entity={entity}
            field={field}
            value={choice.values?.[field.key] ?? target.values[field.key]}
            issue={target.issues.find(({ path }) => path === field.key)?.message}
            onChange={(value) => set(field.key, value)}
          />
        ))}
      </div>
      {lines.map((field) => (
        <p key={field.key} className={styles['note']}>
          {t('lines', { count: (target.values[field.key] as unknown[]).length })}
        </p>
      ))}
      {target.issues
        .filter(({ path }) => !fields.some(({ key }) => key === path))
        .map(({ message }) => (
          <Alert key={message} type="error" title={message} />
        ))}
    </>
  )
}

const hasItems = (value: unknown) => Array.isArray(value) && value.length > 0

/** What the mapping filled in and what is missing; the rest is on the record page. */
function shownFields(target: ConversionTarget, entity: Entity): Field[] {
  const missing = target.issues.map(({ path }) => path)
  const keys = [...new Set([...target.fields, ...missing])]
  const fields = keys.flatMap((key) => findField(entity, key) ?? [])
  return fields.filter(
    ({ key, kind, can_edit: isOpen }) =>
      kind !== 'children' && isOpen && (target.values[key] != null || missing.includes(key)),
  )
}

interface TargetFieldProps {
  entity: Entity
  field: Field
  value: unknown
  issue: string | undefined
  onChange: (value: unknown) => void
}

function TargetField({ entity, field, value, issue, onChange }: TargetFieldProps) {
  const id = useId()
  const labelOf = useLabel()
  return (
    <div className={styles['field']} data-field={field.key}>
      <label htmlFor={id}>{labelOf(field)}</label>
      <FieldInput
        id={id}
        field={field}
        entity={entity.key}
        value={value ?? null}
        onChange={onChange}
        {...(issue ? { status: 'error' as const } : {})}
      />
      {issue && <small className={styles['issue']}>{issue}</small>}
    </div>
  )
}

function ExistingRecord({ target, choice, onChoose }: ConvertTargetProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const [found, setFound] = useState<Label | null>(null)
  const id = choice.existing ?? (choice.existing === undefined ? target.existing?.id : undefined)
  const known = [found, target.existing, ...target.duplicates]
  const chosen = known.find((each) => each?.id === id)
  return (
    <>
      <ReferenceSelect
        target={target.entity}
        {...(target.existing_filter ? { filter: target.existing_filter } : {})}
        isMultiple={false}
        canCreate={false}
        value={id ? [{ id, label: chosen?.label ?? id }] : []}
        onChange={([label]) => {
          setFound(label ?? null)
          onChoose({ existing: label?.id ?? null })
        }}
        aria-label={labelOf(target)}
      />
      <p className={styles['note']}>{t('chosen')}</p>
    </>
  )
}
