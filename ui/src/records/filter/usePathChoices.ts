import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, Field } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { ownFields } from '../../schema/layout'
import { findEntity, resolvePath, targetOf, useSchema } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'
import { relatedRecords } from './collections'
import { operatorsOf } from './normalise'
import { pathLabel } from './pathLabel'

export interface PathChoice {
  value: string
  label: string
}
export interface PathGroup {
  label: string
  options: PathChoice[]
}

const LINKS = new Set(['reference', 'parent', 'user'])
/** Stands for the record itself among the paths. */
export const SEGMENT = '@segment'

/**
 * What a clause can be about: the sections of the entity's query groups first, then its other fields, those of the
 * records that it refers to, and the records that belong to it.
 */
export function usePathChoices(entity: Entity): PathGroup[] {
  const { t } = useTranslation()
  const schema = useSchema()
  const kinds = useKinds()
  const labelOf = useLabel()
  return useMemo(() => {
    const isOffered = (field: Field) => field.filterable && operatorsOf(field, kinds).length > 0
    const related = relatedRecords(schema, entity, labelOf)
    const choice = (path: string): PathChoice[] => {
      const records = related.find(({ name }) => name === path)
      if (records) return [{ value: path, label: records.label }]
      const steps = resolvePath(schema, entity, path)
      const last = steps?.at(-1)
      return steps && last && isOffered(last.field) ? [{ value: path, label: pathLabel(steps, labelOf) }] : []
    }
    const sections = (entity.query_groups ?? []).map((group) => ({
      label: labelOf(group),
      options: orderedEntries(group.fields).flatMap(([path]) => choice(path)),
    }))
    const placed = new Set(sections.flatMap(({ options }) => options.map(({ value }) => value)))
    const rest = (label: string, paths: string[]): PathGroup => ({
      label,
      options: paths.filter((path) => !placed.has(path)).flatMap(choice),
    })
    const system = entity.fields.filter(
      ({ system: isSystem, key }) => isSystem && !['version', 'deletion_id'].includes(key),
    )
    const fields = [...ownFields(entity), ...system]
    const linked = fields.filter(({ kind, filterable }) => LINKS.has(kind) && filterable)
    const through = linked.flatMap((field) => {
      const target = findEntity(schema, targetOf(field, entity))
      const paths = target ? ownFields(target).map(({ key }) => `${field.key}.${key}`) : []
      const group = rest(`${labelOf(field)} ›`, paths)
      return [{ ...group, options: group.options.map((item) => shortened(item, labelOf(field))) }]
    })
    const own = rest(sections.length > 0 ? t('builder.more_fields') : labelOf(entity), fields.map(keyOf))
    const lists = rest(
      t('builder.related'),
      related.map(({ name }) => name),
    )
    const segments = {
      label: t('builder.segments'),
      options: [{ value: SEGMENT, label: t('builder.segment') }],
    }
    return [...sections, own, lists, segments, ...through].filter(({ options }) => options.length > 0)
  }, [entity, schema, kinds, labelOf, t])
}

const keyOf = ({ key }: Field) => key

/** Below "Customer ›" it is enough to say "Industry". */
function shortened(item: PathChoice, prefix: string): PathChoice {
  return { ...item, label: item.label.replace(`${prefix} › `, '') }
}
