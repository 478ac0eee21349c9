import type { Entity, Field } from '../../api/types'
import { lineKey, toLines, type Line } from '../../fields/children/lines'
import type { Writer } from '../../fields/types'
import { isComputed } from '../../schema/layout'
import { isSame, type Draft } from './draft'

/** What is filled as one: the record of a form, or one line of it. */
export interface Part {
  /** `''` for the record, `lines/new-1` for a line. */
  place: string
  entity: Entity
  isNew: boolean
  values: Draft
}

export type FindEntity = (key: string | undefined) => Entity | undefined

const RECORD = ''

/** The keys of the fields that others are filled from. */
export const watchedKeys = ({ fields }: Entity): string[] => [
  ...new Set(fields.flatMap(({ filled_by: keys = [] }) => keys)),
]

const isFilled = (entity: Entity) => entity.fields.some(({ filled_by: keys }) => keys)

/** The parts of a form in which something is filled. `isWhole`: the record itself is edited, with all its fields. */
export function partsOf(
  entity: Entity,
  values: Draft,
  { isNew, isWhole, find }: { isNew: boolean; isWhole: boolean; find: FindEntity },
): Part[] {
  const own = isWhole && isFilled(entity) ? [{ place: RECORD, entity, isNew, values }] : []
  const lines = entity.fields.flatMap((field) => {
    const target = field.kind === 'children' ? find(field.target) : undefined
    if (!target || !isFilled(target)) return []
    return toLines(values[field.key]).flatMap((line, position) =>
      line._delete
        ? []
        : [
            {
              place: placeOf(field.key, line, position),
              entity: target,
              isNew: line.id === undefined,
              values: line,
            },
          ],
    )
  })
  return [...own, ...lines]
}

const placeOf = (children: string, line: Line, position: number) => `${children}/${lineKey(line, position)}`

/** A part as it would be sent. */
export function written({ entity, values }: Pick<Part, 'entity' | 'values'>, write: Writer): Draft {
  const sent = entity.fields.filter((field) => isSent(field) && field.key in values)
  return Object.fromEntries(sent.map((field) => [field.key, write(field, values[field.key])]))
}

const isSent = (field: Field) =>
  field.kind !== 'children' && !isComputed(field) && !field.read_only && field.can_edit

/** Whether other records are chosen in the part than before. */
export const hasMoved = (part: Part, before: Draft, now: Draft): boolean =>
  watchedKeys(part.entity).some((key) => !isSame(before[key], now[key]))

interface Answer {
  part: Part
  sent: Draft
  values: Draft
}

/** The draft with an answer in it, where nobody has typed since the question was sent. */
export function withAnswer(
  draft: Draft,
  stored: Draft,
  { part, sent, values }: Answer,
  write: Writer,
): Draft {
  const { entity, place } = part
  const open = new Set(entity.fields.filter(isSent).map(({ key }) => key))
  const filled = (present: Draft): Draft => {
    const now = written({ entity, values: present }, write)
    return Object.fromEntries(
      Object.entries(values).filter(([key]) => open.has(key) && isSame(now[key], sent[key])),
    )
  }
  if (place === RECORD) return { ...draft, ...filled({ ...stored, ...draft }) }
  const [children = ''] = place.split('/')
  const lines = toLines(draft[children] ?? stored[children]).map((line, position) =>
    placeOf(children, line, position) === place ? { ...line, ...filled(line) } : line,
  )
  return { ...draft, [children]: lines }
}
