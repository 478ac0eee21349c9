/** Periods of time by name, as days: `from` is in it, `to` is not. */
export const PERIODS = ['any_time', 'this_month', 'this_quarter', 'this_year', 'last_year'] as const
export type PeriodKey = (typeof PERIODS)[number]

const day = (year: number, month: number) =>
  `${String(year + Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}-01`

export function periodOf(key: PeriodKey, now: Date): { from?: string; to?: string } {
  const year = now.getFullYear()
  const month = now.getMonth()
  const quarter = Math.floor(month / 3) * 3
  const spans: Record<PeriodKey, [number, number, number] | undefined> = {
    any_time: undefined,
    this_month: [year, month, 1],
    this_quarter: [year, quarter, 3],
    this_year: [year, 0, 12],
    last_year: [year - 1, 0, 12],
  }
  const span = spans[key]
  return span ? { from: day(span[0], span[1]), to: day(span[0], span[1] + span[2]) } : {}
}
