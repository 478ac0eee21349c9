import { issueText, type Issue } from '../../api/problem'

/** The findings of a save, sorted to the places where they are shown. */
export interface FormIssues {
  /** By path inside the record: `name`, `lines/0/quantity`. */
  at: ReadonlyMap<string, string>
  /** What belongs to no field on the screen. */
  general: readonly string[]
  /** The record was approved: the change can be submitted for approval instead. */
  needsApproval?: boolean
}

const APPROVED = 'approved'

export const NO_ISSUES: FormIssues = { at: new Map(), general: [] }

export function sortIssues(issues: Issue[], shownKeys: ReadonlySet<string>): FormIssues {
  const at = new Map<string, string>()
  const general: string[] = []
  for (const issue of issues) {
    const path = (issue.path ?? '').replace(/^\/?(values\/)?/, '')
    const text = issueText(issue)
    if (!shownKeys.has(path.split('/')[0] ?? '')) general.push(text)
    else at.set(path, at.has(path) ? `${at.get(path)} ${text}` : text)
  }
  return { at, general, needsApproval: issues.some(({ code }) => code === APPROVED) }
}

/** The finding for a field as a whole, or for the first place inside it. */
export function issueFor(issues: FormIssues, key: string): string | undefined {
  return issues.at.get(key)
}

/** Findings inside a field's value, by the path below it: `0/quantity`. */
export function issuesInside(issues: FormIssues, key: string): ReadonlyMap<string, string> {
  const prefix = `${key}/`
  const inside = [...issues.at].filter(([path]) => path.startsWith(prefix))
  if (inside.length === 0) return NO_ISSUES.at
  return new Map(inside.map(([path, text]) => [path.slice(prefix.length), text]))
}

/** A field that is being changed has no known error any more. */
export function withoutField(issues: FormIssues, key: string): FormIssues {
  if (![...issues.at.keys()].some((path) => path === key || path.startsWith(`${key}/`))) return issues
  const at = [...issues.at].filter(([path]) => path !== key && !path.startsWith(`${key}/`))
  return { ...issues, at: new Map(at) }
}
