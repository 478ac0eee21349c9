/** What a person must know of a plan before it goes live. */
import type { AccessChange, DataAtRisk, Plan, PlanStep, TouchedApproval } from '../api/types'
import { hasErrors } from './issues'

export interface PlanFacts {
  destructive: PlanStep[]
  others: PlanStep[]
  atRisk: DataAtRisk[]
  /** Rules and formulas that would no longer check. */
  brokenRules: string[]
  statements: string[]
  /** Who would gain or lose access. */
  access: AccessChange[]
  /** Approvals whose cases go on as they were started. */
  approvals: TouchedApproval[]
}

function textOf(entry: unknown): string {
  if (typeof entry === 'string') return entry
  const named = entry as { message?: unknown; key?: unknown; path?: unknown }
  return (
    [named.message, named.key, named.path].find((part) => typeof part === 'string') ?? JSON.stringify(entry)
  )
}

export function planFacts({ issues, steps, impact }: Plan): PlanFacts {
  const said = new Set(issues.map(({ message }) => message))
  return {
    destructive: steps.filter(({ destructive }) => destructive),
    others: steps.filter(({ destructive }) => !destructive),
    atRisk: impact?.data_at_risk ?? [],
    brokenRules: (impact?.rules ?? []).map(textOf).filter((text) => !said.has(text)),
    statements: steps.flatMap(({ ddl }) => ddl ?? []).filter(Boolean),
    access: impact?.access ?? [],
    approvals: impact?.approvals ?? [],
  }
}

/** Anything at risk is shown and confirmed; everything else goes live at once. */
export function needsConfirmation(plan: Plan): boolean {
  const { destructive, atRisk, brokenRules, access, approvals } = planFacts(plan)
  const found = [destructive, atRisk, brokenRules, access, approvals, plan.issues]
  return found.some(({ length }) => length > 0)
}

/** Somebody else's changes stand in the way, not faults of one's own. */
export function isOvertaken(plan: Plan): boolean {
  return plan.issues.some(({ code }) => code === 'changed_by_others')
}

export function isRefused(plan: Plan): boolean {
  return hasErrors(plan.issues)
}
