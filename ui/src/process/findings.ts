import { errorText, isProblem, issueText } from '../api/problem'

/** What the server found wrong, sorted to the inputs of a dialog. */
export interface Findings {
  /** By name of the input. */
  at: ReadonlyMap<string, string>
  /** What belongs to none of them. */
  general: readonly string[]
}

export const NO_FINDINGS: Findings = { at: new Map(), general: [] }

/** `names` are the inputs that the dialog shows; of two that fit a path the longer one takes the finding. */
export function findingsOf(error: unknown, names: readonly string[]): Findings {
  if (!isProblem(error) || error.issues.length === 0) return { at: new Map(), general: [errorText(error)] }
  const at = new Map<string, string>()
  const general: string[] = []
  for (const issue of error.issues) {
    const path = (issue.path ?? '').replace(/^\//, '')
    const name = names
      .filter((each) => path === each || path.startsWith(`${each}/`))
      .sort((a, b) => b.length - a.length)[0]
    const text = issueText(issue)
    if (name === undefined) general.push(text)
    else at.set(name, at.has(name) ? `${at.get(name)} ${text}` : text)
  }
  return { at, general }
}

/** How an input shows its finding. */
export function findingProps(findings: Findings, name: string) {
  const help = findings.at.get(name)
  return help === undefined ? {} : ({ validateStatus: 'error', help } as const)
}
