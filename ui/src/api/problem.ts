import type { RecordDocument } from './values'

export interface Issue {
  severity?: 'error' | 'warning' | 'info'
  code?: string
  path?: string
  message: string
  hint?: string | null
}

/** A problem document (RFC 9457). */
export interface Problem {
  type?: string
  title: string
  status: number
  detail?: string
  issues?: Issue[]
  current?: RecordDocument
}

export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  get issues(): Issue[] {
    return this.problem.issues ?? []
  }
}

/** Status 0: the server was not reached at all. */
export const UNREACHABLE = 0

export function isProblem(error: unknown, ...statuses: number[]): error is ProblemError {
  return error instanceof ProblemError && (statuses.length === 0 || statuses.includes(error.status))
}

/** Message and hint as sentences; a hint that the message already says is not said twice. */
export function issueText({ message, hint }: Issue): string {
  if (!hint || message.toLowerCase().includes(hint.toLowerCase())) return message
  const isChinese = /\p{Script=Han}/u.test(message)
  const isClosed = /[.!?。！？]$/.test(message.trim())
  return isClosed ? `${message} ${hint}` : `${message}${isChinese ? '。' : '. '}${hint}`
}

/** The sentences of an error for a person: detail first, then what can be done. */
export function errorText(error: unknown): string {
  if (!isProblem(error)) return error instanceof Error ? error.message : String(error)
  const { issues, problem } = error
  if (issues.length === 0) return problem.detail || problem.title
  return issues.map(issueText).join('\n')
}

export async function readProblem(response: Response): Promise<ProblemError> {
  const fallback: Problem = {
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
  }
  const isJson = response.headers.get('content-type')?.includes('json')
  if (!isJson) return new ProblemError(fallback)
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>
  return new ProblemError({ ...fallback, ...body, status: response.status })
}
