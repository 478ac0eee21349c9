import type { LabelOf } from '../../schema/labels'
import type { PathStep } from '../../schema/useSchema'

/** "Customer › Industry" for `account.industry`. */
export function pathLabel(steps: PathStep[], labelOf: LabelOf): string {
  return steps.map(({ field }) => labelOf(field)).join(' › ')
}
