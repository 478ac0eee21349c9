export const SHAPES = ['list', 'tree', 'board', 'funnel'] as const
export type Shape = (typeof SHAPES)[number]

/** The state of a list as its address holds it: everything that a colleague should see when the link is shared. */
export interface ListState {
  view: string | undefined
  /** Beyond a standard view's filter; in place of that of a view of one's own. None: as the view says. */
  filter: string | undefined
  q: string
  sort: SortKey[]
  /** A path to group by, empty for none; undefined: as the view says. */
  group: string | undefined
  isBin: boolean
  /** A tree or a board where the entity has one; none: as the view says. */
  shape: Shape | undefined
  /** The record in the side panel. */
  open: string | undefined
}

export interface SortKey {
  path: string
  isDescending: boolean
}

export function readListState(search: URLSearchParams): ListState {
  return {
    view: search.get('view') ?? undefined,
    filter: search.get('filter') ?? undefined,
    q: search.get('q') ?? '',
    sort: readSort(search.get('sort')),
    group: search.get('group') ?? undefined,
    isBin: search.get('deleted') === 'true',
    shape: readShape(search.get('shape')),
    open: search.get('open') ?? undefined,
  }
}

export function writeListState(state: ListState): URLSearchParams {
  const search = new URLSearchParams()
  const entries: [string, string | undefined][] = [
    ['view', state.view],
    ['filter', state.filter],
    ['q', state.q || undefined],
    ['sort', writeSort(state.sort) || undefined],
    ['group', state.group],
    ['deleted', state.isBin ? 'true' : undefined],
    ['shape', state.shape],
    ['open', state.open],
  ]
  for (const [name, value] of entries) if (value !== undefined) search.set(name, value)
  return search
}

function readShape(text: string | null): ListState['shape'] {
  return SHAPES.find((shape) => shape === text)
}

/** What a view starts from: nothing of what was done in another one. */
export const FRESH: Partial<ListState> = {
  filter: undefined,
  q: '',
  sort: [],
  group: undefined,
  open: undefined,
  isBin: false,
}

/** `-created_at,name` */
export function readSort(text: string | null | undefined): SortKey[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '-')
    .map((part) => ({ path: part.replace(/^-/, ''), isDescending: part.startsWith('-') }))
}

export function writeSort(sort: SortKey[]): string {
  return sort.map(({ path, isDescending }) => (isDescending ? `-${path}` : path)).join(',')
}

/** A click goes up → down → unsorted; with Shift the other columns keep their part in the order. */
export function toggleSort(sort: SortKey[], path: string, keepsOthers: boolean): SortKey[] {
  const present = sort.find((key) => key.path === path)
  const next: SortKey[] = !present
    ? [{ path, isDescending: false }]
    : present.isDescending
      ? []
      : [{ path, isDescending: true }]
  if (!keepsOthers) return next
  if (!present) return [...sort, ...next]
  return sort.flatMap((key) => (key.path === path ? next : [key]))
}
