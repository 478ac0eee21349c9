import type { Entity } from '../../api/types'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import type { RightDocument } from '../documents'
import { hasMore, linksOf, scopeOf, wayOf } from './rights'

/** How far a right reaches, in a few words. */
export function useRightText(): (entity: Entity | undefined, right: RightDocument) => string {
  const t = useAccessTexts()
  const labelOf = useLabel()
  const format = useFormat()
  return (entity, right) => {
    const scope = scopeOf(right)
    const word = t(`roles.scope.${scope}`)
    if (!hasMore(right)) return word
    const links = format.list(linksOf(right).map((key) => labelOf(findField(entity, key), key)))
    return scope === 'none' ? t(`roles.${wayOf(right)}`, { links }) : t('roles.and_more', { scope: word })
  }
}
