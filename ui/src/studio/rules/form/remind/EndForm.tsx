import type { Entity } from '../../../../api/types'
import type { RemindParts, Unit } from '../../../../rules/parts'
import { ConditionInput } from '../../../controls/ConditionInput'
import { Control } from '../../../controls/Control'
import { useReminderTexts } from '../../../reminders/reminderTexts'
import { MostInput } from './MostInput'
import { Optional } from './Optional'
import styles from './remind.module.css'
import { DAILY, ScheduleInput } from './ScheduleInput'
import { SpanInput } from './SpanInput'

const SNOOZED: readonly Unit[] = ['hour', 'day', 'working day', 'week', 'month']

interface EndFormProps {
  entity: Entity
  reminder: RemindParts
  onChange: (part: Partial<RemindParts>) => void
}

/** What ends a reminder, puts it off, or gathers it with others. */
export function EndForm({ entity, reminder, onChange }: EndFormProps) {
  const t = useReminderTexts()
  const { until, snooze, digest } = reminder
  return (
    <>
      <Optional
        label={t('form.digest')}
        hint={t('form.digest_hint')}
        isOn={digest !== null}
        onSwitch={(isOn) => onChange({ digest: isOn ? { schedule: DAILY } : null })}
      >
        {digest && (
          <ScheduleInput
            value={digest.schedule}
            onChange={(schedule) => onChange({ digest: { ...digest, schedule } })}
          />
        )}
      </Optional>
      <Optional
        label={t('form.snooze')}
        hint={t('form.snooze_hint')}
        isOn={snooze !== null}
        onSwitch={(isOn) => onChange({ snooze: isOn ? { amount: 1, unit: 'week', most: 2 } : null })}
      >
        {snooze && (
          <div className={styles['line']}>
            <SpanInput
              value={snooze}
              label={t('form.longest')}
              units={SNOOZED}
              onChange={(span) => onChange({ snooze: { ...snooze, ...span } })}
            />
            <MostInput
              value={snooze.most}
              max={100}
              onChange={(most) => onChange({ snooze: { ...snooze, most } })}
            />
          </div>
        )}
      </Optional>
      <Optional
        label={t('form.until')}
        hint={t('form.until_hint')}
        isOn={until !== null}
        onSwitch={(isOn) => onChange({ until: isOn ? { when: 'updated_at < now - 90 days' } : null })}
      >
        {until && (
          <Control names={['until/when']} label={t('form.until_when')} isRule>
            {(aria) => (
              <ConditionInput
                aria={aria}
                entity={entity.key}
                value={until.when}
                onChange={(when) => onChange({ until: { ...until, when: when ?? '' } })}
              />
            )}
          </Control>
        )}
      </Optional>
    </>
  )
}
