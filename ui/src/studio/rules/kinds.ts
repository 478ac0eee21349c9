import type { Entity } from '../../api/types'
import type { RuleDocument } from '../documents'

/** The statements that a rule can be, by their first word. */
export const RULE_KINDS = [
  'score',
  'validate',
  'remind',
  'assign',
  'recycle',
  'on',
  'every',
  'post',
  'decide',
] as const
export type RuleStatement = (typeof RULE_KINDS)[number]

/** What a rule does; null while its text does not say so yet. */
export function statementOf(text: string): RuleStatement | null {
  const word = /^(?:\s|#[^\n]*(?:\n|$))*([a-z]+)/i.exec(text)?.[1]?.toLowerCase()
  return RULE_KINDS.find((kind) => kind === word) ?? null
}

const FIRST_LINES: Record<RuleStatement, (entity: Entity) => string> = {
  score: ({ key }) => `score ${key}\n  +10 when created_at in last 30 days\n  grade A from 10, B otherwise`,
  validate: ({ key, title_field }) => `validate ${key}\n  require ${title_field ?? 'id'} is not blank`,
  remind: ({ key }) => `remind on ${key}\n  after 3 days since created_at\n  notify owner`,
  assign: ({ key }) => `assign ${key}\n  otherwise to user`,
  recycle: ({ key }) =>
    `recycle ${key}\n  when owner is not blank and updated_at < now - 30 days to pool "Public"`,
  on: ({ key }) => `on ${key} created\n  notify owner`,
  every: ({ key }) => `every day at 08:00 on ${key}\n  notify owner`,
  post: ({ key }) => `post ${key}\n  into ledger "stock"`,
  decide: ({ key }) => `decide route on ${key} first match\n  owner -> result\n  otherwise "a"`,
}

/** A rule to start from. */
export function newRule(entity: Entity, kind: RuleStatement, key: string, order: number): RuleDocument {
  return {
    kind: 'rule',
    key,
    entity: entity.key,
    label: {},
    active: true,
    order,
    text: FIRST_LINES[kind](entity),
  }
}
