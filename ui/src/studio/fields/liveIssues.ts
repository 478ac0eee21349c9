import type { Issue } from '../../api/problem'

/** A refusal stays until the next edit; before it, what the server says while typing. */
export function mergeIssues(refusal: Issue[], live: Issue[]): Issue[] {
  return refusal.length > 0 ? refusal : live
}
