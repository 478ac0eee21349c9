/** Changes of a version as people read them: what was added, changed or retired, and where. Pure. */
import type { Translated } from '../../api/types'
import type { VersionChange } from '../api/types'

/** What one change is about. */
export interface Difference {
  /** Names a text: `difference.<verb>_<thing>`. */
  verb: 'added' | 'retired' | 'changed' | 'renamed'
  thing:
    | 'entity'
    | 'field'
    | 'layout'
    | 'view'
    | 'menu'
    | 'role'
    | 'settings'
    | 'placed'
    | 'column'
    | 'entry'
    | 'attribute'
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
  thing: Difference['thing']
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
  const at = path.indexOf('items')
  const item = path[at + 1]
  if (kind === 'layout' && at >= 0 && item !== undefined)
    return { thing: 'placed', part: item, attribute: path.slice(at + 2) }
  return null
}

function labelIn(value: unknown): Translated | null {
  const label = typeof value === 'object' && value !== null && 'label' in value ? value.label : null
  return typeof label === 'object' ? label : null
}

const COMPONENTS = new Set(['entity', 'layout', 'view', 'menu', 'role', 'settings'])

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
    thing:
      inner?.thing ??
      (isWhole && COMPONENTS.has(change.kind) ? (change.kind as Difference['thing']) : 'attribute'),
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
