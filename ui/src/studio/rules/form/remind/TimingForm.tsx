import { Select } from 'antd'
import { useState } from 'react'
import type { Entity } from '../../../../api/types'
import type { RemindParts, Timing } from '../../../../rules/parts'
import { useLabel } from '../../../../schema/labels'
import { Control } from '../../../controls/Control'
import { RuleInput } from '../../../controls/RuleInput'
import { useReminderTexts } from '../../../reminders/reminderTexts'
import { MostInput } from './MostInput'
import { Optional } from './Optional'
import styles from './remind.module.css'
import { DAILY, ScheduleInput } from './ScheduleInput'
import { SpanInput } from './SpanInput'

interface TimingFormProps {
  entity: Entity
  reminder: RemindParts
  onChange: (part: Partial<RemindParts>) => void
}

const MOMENTS = new Set(['date', 'datetime'])

/** When the first reminder is due, and how it goes on. */
export function TimingForm({ entity, reminder, onChange }: TimingFormProps) {
  const t = useReminderTexts()
  const { timing, repeat } = reminder
  const first: Timing = { side: 'after', amount: 3, unit: 'working day', moment: 'created_at' }
  return (
    <>
      <Optional
        label={t('form.timing')}
        hint={t(timing ? 'form.timing_hint' : 'form.at_once')}
        isOn={timing !== null}
        onSwitch={(isOn) => onChange({ timing: isOn ? first : null })}
      >
        {timing && (
          <FirstTime entity={entity} timing={timing} onChange={(next) => onChange({ timing: next })} />
        )}
      </Optional>
      <Optional
        label={t('form.repeat')}
        hint={t('form.repeat_hint')}
        isOn={repeat !== null}
        onSwitch={(isOn) => onChange({ repeat: isOn ? { schedule: DAILY, most: 5 } : null })}
      >
        {repeat && (
          <div className={styles['line']}>
            <ScheduleInput
              value={repeat.schedule}
              onChange={(schedule) => onChange({ repeat: { ...repeat, schedule } })}
            />
            <MostInput
              value={repeat.most}
              max={1000}
              onChange={(most) => onChange({ repeat: { ...repeat, most } })}
            />
          </div>
        )}
      </Optional>
    </>
  )
}

interface FirstTimeProps {
  entity: Entity
  timing: Timing
  onChange: (timing: Timing) => void
}

function FirstTime({ entity, timing, onChange }: FirstTimeProps) {
  const t = useReminderTexts()
  const labelOf = useLabel()
  const set = (part: Partial<Timing>) => onChange({ ...timing, ...part })
  const fields = entity.fields.filter(({ kind }) => MOMENTS.has(kind))
  const isField = fields.some(({ key }) => key === timing.moment)
  const [isWritten, setWritten] = useState(!isField)
  const options = [
    ...fields.map((field) => ({ value: field.key, label: labelOf(field) })),
    { value: '', label: t('form.other_moment') },
  ]
  return (
    <>
      <div className={styles['line']}>
        <SpanInput value={timing} label={t('form.distance')} least={0} onChange={set} />
        <Select<Timing['side']>
          aria-label={t('form.side')}
          value={timing.side}
          options={(['after', 'before'] as const).map((side) => ({ value: side, label: t(`side.${side}`) }))}
          onChange={(side) => set({ side })}
        />
        <Select<string>
          showSearch
          optionFilterProp="label"
          aria-label={t('form.moment')}
          value={isWritten ? '' : timing.moment}
          popupMatchSelectWidth={false}
          style={{ minWidth: 160 }}
          options={options}
          onChange={(moment) => {
            setWritten(moment === '')
            if (moment) set({ moment })
          }}
        />
      </div>
      {isWritten && (
        <Control names={['timing/moment']} label={t('form.moment')} isRule>
          {(aria) => (
            <RuleInput
              isSingleLine
              aria={aria}
              entity={entity.key}
              value={timing.moment}
              onChange={(moment) => set({ moment: moment ?? '' })}
            />
          )}
        </Control>
      )}
    </>
  )
}
