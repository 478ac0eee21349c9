import type { Pipeline } from '../../api/pipeline'
import type { Entity, Field } from '../../api/types'
import type { ViewDocument } from '../../api/viewDocuments'
import type { OptionChoice } from '../../schema/options'
import { findField } from '../../schema/useSchema'

/** By which field the columns of a board stand: the group that was chosen, else the stages, else an option. */
export function boardField(entity: Entity, chosen: string): Field | undefined {
  const own = findField(entity, chosen)
  if (own?.kind === 'option') return own
  return (
    findField(entity, entity.pipelines?.[0]?.field) ?? entity.fields.find(({ kind }) => kind === 'option')
  )
}

/** The columns of a board: stages in the order of their pipelines, or all options. */
export function boardColumns(entity: Entity, field: Field, options: OptionChoice[]): OptionChoice[] {
  const pipelines = (entity.pipelines ?? []).filter((pipeline) => pipeline.field === field.key)
  if (pipelines.length === 0) return options
  const order = [...new Set(pipelines.flatMap(({ stages }) => stages.map(({ key }) => key)))]
  return order.flatMap((key) => options.find((option) => option.key === key) ?? [])
}

/** The pipeline of everything that no other one of the same field governs: the last of the first field. */
export function mainPipeline(entity: Entity): Pipeline | undefined {
  const [first] = entity.pipelines ?? []
  return entity.pipelines?.findLast(({ field }) => field === first?.field)
}

/** The amount that a column sums: what is weighted or sold first of all. */
export function boardMeasure(entity: Entity): Field | undefined {
  return (
    entity.fields.find(({ kind }) => kind === 'money') ?? entity.fields.find(({ key }) => key === 'amount')
  )
}

/** Whether the view shows only some of the stages: its condition reads the field. */
export function narrowsBy(view: ViewDocument | undefined, field: string | undefined): boolean {
  return field !== undefined && new RegExp(`\\b${field}\\b`).test(view?.filter ?? '')
}
