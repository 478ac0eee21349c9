/** The list that a person came from: previous and next on a record page keep its order. */
export interface Trail {
  entity: string
  ids: string[]
  /** The address of the list. */
  path: string
}

let trail: Trail | null = null

export function leaveTrail(next: Trail): void {
  trail = next
}

export function trailOf(entity: string): Trail | null {
  return trail?.entity === entity ? trail : null
}

export function neighbours(
  ids: string[],
  id: string,
): { previous: string | undefined; next: string | undefined; place: number } {
  const at = ids.indexOf(id)
  return {
    previous: at > 0 ? ids[at - 1] : undefined,
    next: at >= 0 ? ids[at + 1] : undefined,
    place: at + 1,
  }
}
