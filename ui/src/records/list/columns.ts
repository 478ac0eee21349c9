import type { Entity, Field, SchemaDocument } from '../../api/types'
import type { ViewDocument } from '../../api/viewDocuments'
import type { Total } from '../../api/viewDocuments'
import type { Kinds } from '../../fields/kinds'
import { isNumeric } from '../../fields/alignment'
import { ownFields } from '../../schema/layout'
import { resolvePath, type PathStep } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'

/** A column of a list: a path of fields, the last of which is shown. */
export interface Column {
  path: string
  steps: PathStep[]
  field: Field
  /** The key of the entity that `field` belongs to. */
  entity: string
  width: number
  isNumeric: boolean
  isTitle: boolean
  /** Where it stays when the others scroll by, in pixels from the start; none: it scrolls. */
  stop: number | undefined
  total: Total | undefined
}

/** What a person has changed of a view and not saved yet; kept on this device. */
export interface ColumnChoice {
  paths?: string[]
  widths?: Record<string, number>
  frozen?: string[]
  totals?: Record<string, Total>
}

export const PICK_WIDTH = 44
const GENERATED_COLUMNS = 7
const TITLE_WIDTH = 260
const NOT_IN_LISTS = new Set(['long_text', 'json', 'children'])

export function viewPaths(entity: Entity, view: ViewDocument | undefined): string[] {
  const paths = orderedEntries(view?.columns ?? undefined).map(([path]) => path)
  return paths.length > 0 ? paths : generatedPaths(entity)
}

/** Without a view: the title and the first fields that fit on a line. */
function generatedPaths(entity: Entity): string[] {
  const title = entity.title_field ?? 'id'
  const others = ownFields(entity)
    .filter(({ key, kind }) => key !== title && !NOT_IN_LISTS.has(kind))
    .map(({ key }) => key)
  const owner = entity.owned ? ['owner'] : []
  return [title, ...others.slice(0, GENERATED_COLUMNS - owner.length), ...owner]
}

/** The columns that stay in sight; the title always does where it stands first. */
export function frozenPaths(entity: Entity, view: ViewDocument | undefined, choice: ColumnChoice): string[] {
  const own =
    choice.frozen ??
    orderedEntries(view?.columns ?? undefined).flatMap(([path, { frozen }]) => (frozen ? [path] : []))
  return [...new Set([...(entity.title_field ? [entity.title_field] : []), ...own])]
}

export function listColumns(
  schema: SchemaDocument,
  entity: Entity,
  view: ViewDocument | undefined,
  choice: ColumnChoice,
  kinds: Kinds,
): Column[] {
  const paths = choice.paths ?? viewPaths(entity, view)
  const frozen = new Set(frozenPaths(entity, view, choice))
  const totals = choice.totals ?? view?.totals ?? {}
  const columns = paths.flatMap((path): Column[] => {
    const steps = resolvePath(schema, entity, path)
    const last = steps?.at(-1)
    if (!steps || !last) return []
    const isTitle = path === entity.title_field
    const width =
      choice.widths?.[path] ??
      view?.columns?.[path]?.width ??
      (isTitle ? TITLE_WIDTH : kinds[last.field.kind].width)
    const { field } = last
    const isNumber = isNumeric(field, kinds)
    return [
      {
        path,
        steps,
        field,
        entity: last.entity.key,
        width,
        isNumeric: isNumber,
        isTitle,
        stop: undefined,
        total: isNumber ? totals[path] : undefined,
      },
    ]
  })
  return withStops(columns, frozen)
}

/** Frozen columns stand first, each where the ones before it end. */
function withStops(columns: Column[], frozen: ReadonlySet<string>): Column[] {
  let stop = PICK_WIDTH
  const still = columns
    .filter(({ path }) => frozen.has(path))
    .map((column) => {
      const placed = { ...column, stop }
      stop += column.width
      return placed
    })
  return [...still, ...columns.filter(({ path }) => !frozen.has(path))]
}

/** The fields that a list may show, for the column chooser. */
export function columnFields(entity: Entity): Field[] {
  const own = ownFields(entity).filter(({ kind }) => kind !== 'children')
  const system = entity.fields.filter(
    ({ key, system: isSystem }) => isSystem && key !== 'version' && key !== 'deletion_id',
  )
  return [...own, ...system]
}

/** The value of a path: lists answer with the path itself as the key. */
export function valueAt(record: Record<string, unknown>, path: string): unknown {
  return record[path]
}
