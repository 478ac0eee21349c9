import { useMemo } from 'react'
import type { Entity, Field } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { ownFields } from '../../schema/layout'
import { findEntity, targetOf, useSchema } from '../../schema/useSchema'
import { operatorsOf } from './normalise'

export interface PathGroup {
  label: string
  options: { value: string; label: string }[]
}

const LINKS = new Set(['reference', 'parent', 'user'])

/** What a condition can be about: the entity's own fields, and those of the records that it refers to. */
export function usePathChoices(entity: Entity): PathGroup[] {
  const schema = useSchema()
  const kinds = useKinds()
  const labelOf = useLabel()
  return useMemo(() => {
    const isOffered = (field: Field) => field.filterable && operatorsOf(field, kinds).length > 0
    const group = (label: string, prefix: string, fields: Field[]): PathGroup => ({
      label,
      options: fields
        .filter(isOffered)
        .map((field) => ({ value: prefix + field.key, label: labelOf(field) })),
    })
    const system = entity.fields.filter(
      (field) => field.system && !['version', 'deletion_id'].includes(field.key),
    )
    const linked = [...ownFields(entity), ...system].filter(
      ({ kind, filterable }) => LINKS.has(kind) && filterable,
    )
    const groups = linked.flatMap((field) => {
      const target = findEntity(schema, targetOf(field, entity))
      return target ? [group(`${labelOf(field)} ›`, `${field.key}.`, ownFields(target))] : []
    })
    const own = group(labelOf(entity), '', [...ownFields(entity), ...system])
    return [own, ...groups].filter(({ options }) => options.length > 0)
  }, [entity, schema, kinds, labelOf])
}
