import type { Shift, SpecialDay } from '../../api/calendars'

/** How a day of the year is worked. */
export type DayState = 'worked' | 'free' | 'holiday' | 'make_up'

export const isoDay = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7

export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

export const daysOfYear = (days: SpecialDay[], year: number): SpecialDay[] =>
  days.filter(({ day }) => day.startsWith(`${year}-`))

export function stateOf(
  weekday: number,
  special: SpecialDay | undefined,
  weekdays: ReadonlySet<number>,
): DayState {
  if (special) return special.is_worked ? 'make_up' : 'holiday'
  return weekdays.has(weekday) ? 'worked' : 'free'
}

export function countWorked(hours: Shift[], days: SpecialDay[], year: number): number {
  const weekdays = new Set(hours.map(({ weekday }) => weekday))
  const special = new Map(days.map((each) => [each.day, each]))
  let count = 0
  for (let month = 1; month <= 12; month += 1)
    for (let day = 1; day <= daysInMonth(year, month); day += 1) {
      const state = stateOf(weekdayOf(year, month, day), special.get(isoDay(year, month, day)), weekdays)
      if (state === 'worked' || state === 'make_up') count += 1
    }
  return count
}

/** The days with one of them changed; null takes it away. */
export function withDay(days: SpecialDay[], day: string, next: SpecialDay | null): SpecialDay[] {
  const others = days.filter((each) => each.day !== day)
  return next ? sorted([...others, next]) : others
}

/** New days win; `replacing`: those of the year go first. */
export function mergeDays(days: SpecialDay[], added: SpecialDay[], replacing: number | null): SpecialDay[] {
  const kept = days.filter(
    ({ day }) =>
      !added.some((each) => each.day === day) && (replacing === null || !day.startsWith(`${replacing}-`)),
  )
  return sorted([...kept, ...added])
}

export function minutesOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}

export const weeklyMinutes = (hours: Shift[]): number =>
  hours.reduce((sum, { start, end }) => sum + Math.max(0, minutesOf(end) - minutesOf(start)), 0)

/** The shifts of Monday on all days to Friday. */
export function likeMonday(hours: Shift[]): Shift[] {
  const monday = hours.filter(({ weekday }) => weekday === 1)
  const weekend = hours.filter(({ weekday }) => weekday > 5)
  return [...[1, 2, 3, 4, 5].flatMap((weekday) => monday.map((shift) => ({ ...shift, weekday }))), ...weekend]
}

const sorted = (days: SpecialDay[]) => days.sort((a, b) => a.day.localeCompare(b.day))
