import type { RuleKind } from '../api'

/** What the extensions of the editor ask anew each time, so that the editor need not be made again. */
export interface Surroundings {
  entity: string
  kind: RuleKind
  typeName: (type: string) => string
  exampleWord: string
}
