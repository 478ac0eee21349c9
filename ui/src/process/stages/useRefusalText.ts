import { errorText, isProblem, issueText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { useStageTexts } from './stageTexts'

/** Why a record was not moved: what is missing by the labels of its fields, then all else that stands against it. */
export function useRefusalText(entity: Entity): (refusal: unknown) => string {
  const t = useStageTexts()
  const labelOf = useLabel()
  return (refusal) => {
    if (!isProblem(refusal) || refusal.issues.length === 0) return errorText(refusal)
    const missing = refusal.issues.flatMap(({ code, path }) =>
      code === 'required' ? (findField(entity, path) ?? []) : [],
    )
    const fields = missing.map((field) => labelOf(field)).join(t('comma'))
    const others = refusal.issues.filter(({ path }) => !missing.some(({ key }) => key === path))
    return [...(fields ? [t('fill_in_first', { fields })] : []), ...others.map(issueText)].join('\n')
  }
}
