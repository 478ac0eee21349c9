/** Mappings of conversions: which fields take a value, and what is proposed for them. Pure. */
import type { Entity, Field } from '../../api/types'
import { isRuled } from '../../schema/computed'
import { findField, targetOf } from '../../schema/useSchema'
import type { Keyed } from '../documents'
import type { ConversionDocument, MappedValue } from '../processDocuments'

export const WAYS = ['copy', 'value', 'constant', 'record', 'source'] as const
export type Way = (typeof WAYS)[number]

/** A record that the same conversion makes before this one. */
export interface MadeRecord {
  key: string
  entity: string
  label: string
}

/** What values can be taken from. */
export interface Origin {
  entity: Entity
  /** None for line items: they know of no other record. */
  made: readonly MadeRecord[]
  isLine: boolean
}

const LINKS = new Set(['reference', 'parent', 'user'])
/** Kinds whose values no person types as a constant. */
const NOT_TYPED = new Set(['reference', 'parent', 'user', 'references', 'file'])

export function wayOf(value: MappedValue): Way {
  return WAYS.find((way) => way in value) ?? 'copy'
}

/** What a way begins with; blank ones are for the person to fill. */
export function emptyValue(way: Way): MappedValue {
  return way === 'source' ? { source: true } : { [way]: way === 'constant' ? null : '' }
}

/** Fields of several values, to which a conversion may add. */
export function isOfSeveral({ kind }: Field): boolean {
  return kind === 'options' || kind === 'references'
}

/** The value with or without being added to a record that exists. */
export function extending({ extend: _, ...value }: MappedValue, isExtending: boolean): MappedValue {
  return isExtending ? { ...value, extend: true } : value
}

/** What takes the place of a value is added as that was. */
export function keepExtending(former: MappedValue, value: MappedValue): MappedValue {
  return extending(value, former.extend === true)
}

export function isBlank(value: MappedValue): boolean {
  const given = value[wayOf(value)]
  return given === '' || given === null || given === undefined
}

/** Fields that a mapping may fill; `parentField` ties a line item to its record and fills itself. */
export function mappableFields(made: Entity, parentField?: string): Field[] {
  return made.fields.filter(
    (field) =>
      (!field.system || field.key === 'owner') &&
      !isRuled(field) &&
      !field.read_only &&
      field.kind !== 'children' &&
      field.key !== parentField,
  )
}

/** Fields that a new record cannot be without, and that nothing fills yet. */
export function missingFields(fields: readonly Field[], mapped: Keyed<MappedValue>): Field[] {
  return fields.filter(
    ({ key, required, default: standard, system, kind }) =>
      required && !standard && !system && kind !== 'auto_number' && !(key in mapped),
  )
}

/** The ways in which a field can get its value. */
export function waysFor(field: Field, made: Entity, origin: Origin): Way[] {
  const target = LINKS.has(field.kind) ? targetOf(field, made) : undefined
  const others: Way[] = origin.isLine
    ? []
    : [
        ...(origin.made.some(({ entity }) => entity === target) ? (['record'] as const) : []),
        ...(origin.entity.key === target ? (['source'] as const) : []),
      ]
  return [
    ...(['copy', 'value'] as const),
    ...(NOT_TYPED.has(field.kind) ? [] : ['constant' as const]),
    ...others,
  ]
}

/** What a field most likely gets: the source itself, a record made before, or the field of the same name and kind. */
export function proposedValue(field: Field, made: Entity, origin: Origin): MappedValue | null {
  const ways = waysFor(field, made, origin)
  const same = findField(origin.entity, field.key)
  const isAlike =
    same !== undefined &&
    same.kind === field.kind &&
    targetOf(same, origin.entity) === targetOf(field, made) &&
    Object.keys(same.options ?? {}).every((option) => option in (field.options ?? {}))
  if (ways.includes('source')) return { source: true }
  const record = origin.made.find(({ entity }) => entity === targetOf(field, made))
  if (record && ways.includes('record')) return { record: record.key }
  return isAlike ? { copy: same.key } : null
}

/** A mapping of all fields for which something is proposed. */
export function proposedMapping(made: Entity, origin: Origin, parentField?: string): Keyed<MappedValue> {
  const proposed = mappableFields(made, parentField).flatMap((field) => {
    const value = proposedValue(field, made, origin)
    return value ? [[field.key, value] as const] : []
  })
  return Object.fromEntries(proposed.map(([key, value], at) => [key, { ...value, order: (at + 1) * 10 }]))
}

/** Whether every value says where it comes from. */
export function isComplete({ targets, effects, require: required }: ConversionDocument): boolean {
  const mappings = Object.values(targets).flatMap(({ fields, lines }) => [
    ...Object.values(fields),
    ...Object.values(lines ?? {}).flatMap((line) => Object.values(line.fields)),
  ])
  return (
    mappings.length > 0 &&
    !mappings.some(isBlank) &&
    !Object.values(effects ?? {}).includes('') &&
    Object.values(required ?? {}).every((requirement) => requirement.require !== '')
  )
}
