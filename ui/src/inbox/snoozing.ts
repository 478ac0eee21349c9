import dayjs from 'dayjs'

export const SNOOZES = ['in_an_hour', 'in_three_hours', 'tomorrow', 'next_week'] as const
export type Snooze = (typeof SNOOZES)[number]

const MORNING = 8
const MONDAY = 1

/** When a snoozed notification comes back, as a moment of the reader's own time zone. */
export function snoozedUntil(choice: Snooze, now: Date = new Date()): string {
  const moment = dayjs(now)
  const morning = moment.hour(MORNING).startOf('hour')
  const until = {
    in_an_hour: moment.add(1, 'hour'),
    in_three_hours: moment.add(3, 'hour'),
    tomorrow: morning.add(1, 'day'),
    next_week: morning.add(((MONDAY + 6 - moment.day()) % 7) + 1, 'day'),
  }[choice]
  return until.toISOString()
}
