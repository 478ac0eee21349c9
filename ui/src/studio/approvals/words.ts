/** What stands in the document, in words of the screen's language. */
import type { Entity } from '../../api/types'
import { UNITS, type Span, type Unit } from '../../rules/parts'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { pathLabel } from '../lookup'
import { useReminderTexts } from '../reminders/reminderTexts'
import { approverKind } from './approverKinds'
import { useApprovalTexts } from './approvalTexts'
import type { ApproverDocument } from './document'
import { useNamedLabels, useRoleChoices } from './named'

/** "2 working days" read; null for anything else. */
export function readSpan(text: string): Span | null {
  const [, amount, unit] = /^\s*(\d+)\s+(\D+?)s?\s*$/.exec(text) ?? []
  const known = UNITS.find((one) => one === unit)
  return amount !== undefined && known ? { amount: Number(amount), unit: known } : null
}

export const writeSpan = ({ amount, unit }: Span) => `${amount} ${unit}${amount === 1 ? '' : 's'}`

export function useSpanWords(): (text: string) => string {
  const t = useReminderTexts()
  return (text) => {
    const span = readSpan(text)
    return span ? `${span.amount} ${t(`unit.${span.unit satisfies Unit}`, { count: span.amount })}` : text
  }
}

/** Whom an approver means. `all` are those of the whole approval, so that their names are asked for at once. */
export function useApproverWords(entity: Entity, all: readonly ApproverDocument[]) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const named = (kind: 'user' | 'position') =>
    all.flatMap(({ kind: own, name }) => (approverKind(own).named === kind && name ? [name] : []))
  const userName = useNamedLabels('user', named('user'))
  const positionName = useNamedLabels('position', named('position'))
  const roles = new Map(useRoleChoices().map(({ value, label }) => [value, label]))
  const nameOf = ({ kind, name = '' }: ApproverDocument): string => {
    const how = approverKind(kind).named
    if (how === 'user') return userName(name)
    if (how === 'position') return positionName(name)
    if (how === 'role') return roles.get(name) ?? name
    return how === 'person_path' && name ? pathLabel(schema, entity, name, labelOf) : name
  }
  return (approver: ApproverDocument): string => {
    const { kind, levels = 1, near, until, of } = approver
    if (approverKind(kind).named && !approver.name)
      return t('approver.nobody', { kind: t(`approver.kind.${kind}`, { defaultValue: kind }) })
    const said = t(`approver.says.${kind}`, {
      name: nameOf(approver),
      count: levels,
      defaultValue: [t(`approver.kind.${kind}`, { defaultValue: kind }), nameOf(approver)]
        .filter(Boolean)
        .join(' '),
    })
    return [
      said,
      of && t('approver.of_words', { path: pathLabel(schema, entity, of, labelOf) }),
      near && t('approver.near_words'),
      until && t('approver.until_words'),
    ]
      .filter(Boolean)
      .join(' ')
  }
}
