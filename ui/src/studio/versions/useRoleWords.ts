import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, findField, useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import type { RightDocument } from '../documents'
import { useRightText } from '../roles/useRightText'
import { valueText } from '../save/describe'
import { useTexts } from '../texts'

export interface Words {
  path: (attribute: readonly string[]) => string
  value: (attribute: readonly string[], value: unknown) => string
}

type Parts = Record<string, unknown>
const isParts = (value: unknown): value is Parts => typeof value === 'object' && value !== null

/** What changed in a role as its page calls it: rights by entity and action, fields by entity and field. */
export function useRoleWords(): Words {
  const t = useTexts()
  const tAccess = useAccessTexts()
  const schema = useSchema()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const format = useFormat()
  const textOf = useRightText()

  const entityName = (key: string) => {
    const entity = findEntity(schema, key)
    return entity ? pluralOf(entity) : key === '*' ? tAccess('roles.everything_else') : key
  }
  const actionName = (action: string) => tAccess(`roles.right.${action}`, { defaultValue: action })
  const fieldName = (entity: string, key: string) => labelOf(findField(findEntity(schema, entity), key), key)

  const path: Words['path'] = ([area, entity, part, ...rest]) => {
    if (entity === undefined) return t(`attribute.${area ?? ''}`, { defaultValue: area ?? '' })
    const last = rest.at(-1)
    if (area === 'entities') {
      const action = part === 'actions' ? last : part
      return [entityName(entity), ...(action ? [actionName(action)] : [])].join(' · ')
    }
    const name = part === undefined ? [] : [fieldName(entity, part)]
    return [[entityName(entity), ...name].join(' › '), ...(last ? [actionName(last)] : [])].join(' · ')
  }

  const rightsText = (entity: string, rights: Parts): string =>
    format.list(
      Object.entries(rights).map(([action, right]) =>
        action === 'actions' && isParts(right)
          ? rightsText(entity, right)
          : `${actionName(action)}: ${rightText(entity, right)}`,
      ),
    )
  const rightText = (entity: string, right: unknown) =>
    typeof right === 'boolean'
      ? valueText(right, t)
      : textOf(findEntity(schema, entity), right as RightDocument)
  const veilText = ({ see, edit }: Parts) => {
    if (see === false) return tAccess('roles.hidden')
    if (see === 'mask') return tAccess('roles.masked')
    return edit === false ? t('attribute.read_only') : tAccess('roles.shown')
  }

  const value: Words['value'] = ([area, entity = '', part, ...rest], found) => {
    if (found === null || found === undefined || (area !== 'entities' && area !== 'fields')) {
      return valueText(found, t)
    }
    if (area === 'entities') {
      const isWhole = part === undefined || (part === 'actions' && rest.length === 0)
      return isWhole && isParts(found) ? rightsText(entity, found) : rightText(entity, found)
    }
    if (!isParts(found)) return found === 'mask' ? tAccess('roles.masked') : valueText(found, t)
    if (part !== undefined) return veilText(found)
    const veils = Object.entries(found).map(
      ([key, veil]) => `${fieldName(entity, key)}: ${isParts(veil) ? veilText(veil) : valueText(veil, t)}`,
    )
    return format.list(veils)
  }

  return { path, value }
}
