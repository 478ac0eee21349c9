/** Changes of a version as people read them: what was added, changed or retired, and where. Pure. */
import type { Translated } from '../../api/values'
import type { VersionChange } from '../api/types'

type Thing =
  | 'entity'
  | 'field'
  | 'layout'
  | 'view'
  | 'menu'
  | 'role'
  | 'settings'
  | 'rule'
  | 'workflow'
  | 'pipeline'
  | 'conversion'
  | 'template'
  | 'tab'
  | 'section'
  | 'placed'
  | 'related'
  | 'column'
  | 'entry'
  | 'attribute'

/** What one change is about. */
export interface Difference {
  /** Names a text: `difference.<verb>_<thing>`. */
  verb: 'added' | 'retired' | 'changed' | 'renamed' | 'moved'
  thing: Thing
  /** The component: `entity`, `lead`. */
  kind: string
  key: string
  /** A field, column or menu entry inside of the component. */
  part: string | null
  /** A label that the change itself carries, where the schema no longer knows the part. */
  label: Translated | null
  /** What was changed, inside of the part or component. */
  attribute: string[]
  from: unknown
  to: unknown
}

function readPointer(path: string | null | undefined): string[] {
  return (path ?? '')
    .split('/')
    .slice(path?.startsWith('/') ? 1 : 0)
    .filter(Boolean)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

interface Inner {
  thing: Thing
  part: string
  attribute: string[]
}

/** The part of a component that a path leads into. */
function innerOf(kind: string, path: string[]): Inner | null {
  const [head, part, ...rest] = path
  if (part === undefined) return null
  if (kind === 'entity' && head === 'fields') return { thing: 'field', part, attribute: rest }
  if (kind === 'view' && head === 'columns') return { thing: 'column', part, attribute: rest }
  if (kind === 'menu' && head === 'items') return { thing: 'entry', part, attribute: rest }
  if (kind === 'layout' && head === 'related') return { thing: 'related', part, attribute: rest }
  return kind === 'layout' && head === 'tabs' ? onForm(part, rest) : null
}

/** Below a tab: the tab itself, one of its sections, or a field in a section. */
function onForm(tab: string, [regions, section, items, field, ...rest]: string[]): Inner {
  if (regions !== 'regions' || section === undefined) {
    return { thing: 'tab', part: tab, attribute: regions === undefined ? [] : [regions] }
  }
  if (items !== 'items' || field === undefined) {
    return { thing: 'section', part: section, attribute: items === undefined ? [] : [items] }
  }
  return { thing: 'placed', part: field, attribute: rest }
}

function labelIn(value: unknown): Translated | null {
  const label = typeof value === 'object' && value !== null && 'label' in value ? value.label : null
  return typeof label === 'object' ? label : null
}

const COMPONENTS = new Set([
  'entity',
  'layout',
  'view',
  'menu',
  'role',
  'settings',
  'rule',
  'workflow',
  'pipeline',
  'conversion',
  'template',
])

function verbOf({ op, from, to, path }: VersionChange, isWhole: boolean): Difference['verb'] {
  if (op === 'rename') return 'renamed'
  if (!isWhole) return 'changed'
  if (op === 'delete') return 'retired'
  return path && from !== undefined && to !== undefined ? 'changed' : 'added'
}

export function differenceOf(change: VersionChange): Difference {
  const path = readPointer(change.path)
  const inner = innerOf(change.kind, path)
  const attribute = inner ? inner.attribute : path
  const isWhole = attribute.length === 0
  return {
    verb: verbOf(change, isWhole),
    thing: inner?.thing ?? (isWhole && COMPONENTS.has(change.kind) ? (change.kind as Thing) : 'attribute'),
    kind: change.kind,
    key: change.key,
    part: inner?.part ?? null,
    label: labelIn(change.to) ?? labelIn(change.from),
    attribute,
    from: change.from,
    to: change.to,
  }
}

/** Moves are many and say little: they become one line for each component. */
export function isOrder({ attribute }: Difference): boolean {
  return attribute.at(-1) === 'order'
}

/** The fields that a value puts on a form: of an item, a section or a tab. */
function fieldsWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('field' in value && typeof value.field === 'string') return [value.field]
  return Object.values(value).flatMap(fieldsWithin)
}

/** A field that leaves one place of a form for another has moved; it was not taken off. */
export function foldMoves(differences: readonly Difference[]): Difference[] {
  const onForms = differences.filter(({ kind }) => kind === 'layout')
  const arrived = new Set(
    onForms
      .filter(({ verb }) => verb === 'added')
      .flatMap(({ key, to }) => fieldsWithin(to).map((field) => `${key} ${field}`)),
  )
  const left = new Set<string>()
  const folded = differences.map((difference): Difference => {
    const { key, verb, thing, from, part } = difference
    const name = `${key} ${fieldsWithin(from)[0] ?? part ?? ''}`
    if (verb !== 'retired' || thing !== 'placed' || !arrived.has(name)) return difference
    left.add(name)
    return { ...difference, verb: 'moved' }
  })
  const isArrival = ({ key, verb, thing, to }: Difference) =>
    verb === 'added' && thing === 'placed' && left.has(`${key} ${fieldsWithin(to)[0] ?? ''}`)
  return folded.filter((difference) => !isArrival(difference))
}

/** What all changes of several versions, oldest first, come to. */
export function netChanges(changes: readonly VersionChange[]): VersionChange[] {
  const net = new Map<string, VersionChange>()
  for (const change of changes) {
    const name = [change.kind, change.key, change.path ?? ''].join(' ')
    const first = net.get(name)
    net.set(name, first ? { ...change, from: first.from } : change)
    if (first && JSON.stringify(first.from) === JSON.stringify(change.to) && change.path) net.delete(name)
  }
  return [...net.values()]
}
