/** The sort of a list as text (`-created_at,name`) and as terms. */
export interface SortTerm {
  path: string
  isDescending: boolean
}

export function readSort(sort: string | undefined | null): SortTerm[] {
  return (sort ?? '')
    .split(',')
    .map((term) => term.trim())
    .filter(Boolean)
    .map((term) => ({ path: term.replace(/^[-+]/, ''), isDescending: term.startsWith('-') }))
}

export function writeSort(terms: readonly SortTerm[]): string | undefined {
  const text = terms.map(({ path, isDescending }) => (isDescending ? `-${path}` : path)).join(',')
  return text || undefined
}
