import type { FieldValue } from '../../api/values'

/** What stands in the place of a field where people were let in on a record: see the trail. */
export interface LetIn {
  /** Who was let in: a person, a unit, a role. */
  whom: string
  /** Their role in the team; of a share none. */
  role?: string
  /** Whether a share lets them change the record; of one that was taken back it is not told. */
  edits?: boolean
  until?: string
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/** Who was let in by a share (`$share`) or a place on the team (`$team`); null where it is something else. */
export function letIn(place: string, value: FieldValue): LetIn | null {
  if ((place !== '$share' && place !== '$team') || typeof value !== 'object' || value === null) return null
  const told = value as Record<string, unknown>
  const whom = text(told['to']) ?? text(told['user'])
  if (whom === undefined) return null
  const [role, until] = [text(told['role']), text(told['until'])]
  return {
    whom,
    ...(role === undefined ? {} : { role }),
    ...(until === undefined ? {} : { until }),
    ...(typeof told['edits'] === 'boolean' ? { edits: told['edits'] } : {}),
  }
}
