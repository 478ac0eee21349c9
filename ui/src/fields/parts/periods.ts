import type { TFunction } from 'i18next'

/** A stretch of days relative to the present one, as the rule language writes it: `this month`, `last 30 days`. */
export interface Period {
  relation: 'this' | 'last' | 'next' | 'today' | 'yesterday' | 'tomorrow'
  unit: PeriodUnit | undefined
  count: number | undefined
}
export type PeriodUnit = (typeof CALENDAR_UNITS)[number]

export const CALENDAR_UNITS = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'fiscal quarter',
  'fiscal year',
] as const
export const SLIDING_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const

const WRITTEN =
  /^(today|yesterday|tomorrow|this|last|next)(?: (\d+))?(?: (day|week|month|quarter|year|fiscal quarter|fiscal year)s?)?$/

export function readPeriod(text: string): Period | undefined {
  const [, relation, count, unit] = WRITTEN.exec(text) ?? []
  if (!relation) return undefined
  return {
    relation: relation as Period['relation'],
    unit: unit as PeriodUnit | undefined,
    count: count === undefined ? undefined : Number(count),
  }
}

export function writePeriod({ relation, unit, count }: Period): string {
  if (!unit) return relation
  if (count === undefined) return `${relation} ${unit}`
  return `${relation} ${count} ${unit}${count === 1 ? '' : 's'}`
}

/** "last 30 days" in the language of the screen; undefined for what is no period. */
export function periodLabel(text: string, t: TFunction): string | undefined {
  const period = readPeriod(text)
  if (!period) return undefined
  const { relation, unit, count } = period
  if (!unit) return t(`builder.${relation as 'today'}`)
  if (count === undefined) {
    const calendar = unit.replace(' ', '_') as 'month'
    return t(`builder.${relation as 'this'}`, { unit: t(`builder.${calendar}`) })
  }
  return t(`builder.said_${relation as 'last'}`, { count, unit: t(`builder.${unit as 'month'}s`) })
}
