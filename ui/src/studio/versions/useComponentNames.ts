import { useQueries } from '@tanstack/react-query'
import type { Translated } from '../../api/values'
import { componentsQuery } from '../api/metadata'
import type { VersionChange } from '../api/types'

/** Kinds whose labels the schema does not hold. */
const KINDS = ['role', 'rule', 'workflow', 'pipeline', 'conversion', 'template'] as const

/** The present labels of the components that changes are about; nothing of those that are gone. */
export function useComponentNames(
  changes: readonly VersionChange[],
): (kind: string, key: string) => Translated | undefined {
  const kinds = KINDS.filter((kind) => changes.some((change) => change.kind === kind))
  const found = useQueries({ queries: kinds.map((kind) => componentsQuery(kind)) })
  return (kind, key) => {
    const listed = found[kinds.findIndex((each) => each === kind)]?.data
    return listed?.find((component) => component.key === key)?.label ?? undefined
  }
}
