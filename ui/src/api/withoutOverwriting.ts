import { isProblem } from './problem'
import type { RecordDocument } from './values'

const ATTEMPTS = 5

/**
 * Writes some keys of a record as it was read. What others changed beside them meanwhile stays, and the write
 * goes on; where they changed one of these, the server's refusal (412) is thrown.
 */
export async function withoutOverwriting<T>(
  record: RecordDocument,
  keys: string[],
  write: (version: RecordDocument['version']) => Promise<T>,
): Promise<T> {
  let { version } = record
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(version)
    } catch (error) {
      const current = isProblem(error, 412) ? error.problem.current : undefined
      if (!current || attempt === ATTEMPTS || keys.some((key) => differs(record[key], current[key])))
        throw error
      version = current.version
    }
  }
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) !== JSON.stringify(other ?? null)
}
