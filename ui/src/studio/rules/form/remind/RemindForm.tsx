import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Entity } from '../../../../api/types'
import type { EscalationParts, NoticeParts, RemindParts } from '../../../../rules/parts'
import { ConditionInput } from '../../../controls/ConditionInput'
import { Control } from '../../../controls/Control'
import { LabelsInput } from '../../../controls/LabelsInput'
import { useReminderTexts } from '../../../reminders/reminderTexts'
import formStyles from '../form.module.css'
import { EndForm } from './EndForm'
import styles from './remind.module.css'
import { TellingRow } from './TellingRow'
import { TimingForm } from './TimingForm'

interface RemindFormProps {
  entity: Entity
  reminder: RemindParts
  /** A rule that its author writes for themselves. */
  isOwn?: boolean
  onChange: (reminder: RemindParts) => void
}

function replaced<T>(items: readonly T[], at: number, item: T | null): T[] {
  return items.flatMap((one, position) => (position === at ? (item === null ? [] : [item]) : [one]))
}

/** Of which records, when, who is told, and what happens when nobody does anything. */
export function RemindForm({ entity, reminder, isOwn = false, onChange }: RemindFormProps) {
  const t = useReminderTexts()
  const set = (part: Partial<RemindParts>) => onChange({ ...reminder, ...part })
  const { notices, escalations } = reminder
  const notice: NoticeParts = { to: [isOwn ? 'user' : 'owner'], channels: [], template: null, message: null }
  const superior = `managers of ${isOwn ? 'user' : 'owner'} up to 1 level`
  const escalation: EscalationParts = {
    amount: 7,
    unit: 'day',
    to: [superior],
    channels: [],
    template: null,
  }
  return (
    <>
      <Control names={['title']} label={t('form.title')} help={t('form.title_hint')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            name={t('form.title')}
            value={reminder.title ?? {}}
            onChange={(title) => set({ title })}
          />
        )}
      </Control>
      <Control names={['when']} label={t('form.when')} isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={entity.key}
            value={reminder.when}
            placeholder={t('form.always')}
            onChange={(when) => set({ when: when ?? null })}
          />
        )}
      </Control>
      <TimingForm entity={entity} reminder={reminder} onChange={set} />
      <h4 className={styles['group']}>{t('form.notices')}</h4>
      <ol className={formStyles['rows']} aria-label={t('form.notices')}>
        {notices.map((each, at) => (
          <TellingRow
            key={at}
            entity={entity}
            isOwn={isOwn}
            place={`notices/${at}`}
            telling={each}
            onChange={(next) => set({ notices: replaced(notices, at, next) })}
          />
        ))}
      </ol>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        style={{ marginBottom: 16 }}
        onClick={() => set({ notices: [...notices, notice] })}
      >
        {t('form.add_notice')}
      </Button>
      <h4 className={styles['group']}>{t('form.escalations')}</h4>
      <p className={styles['hint']}>{t('form.escalations_hint')}</p>
      <ol className={formStyles['rows']} aria-label={t('form.escalations')}>
        {escalations.map((each, at) => (
          <TellingRow
            key={at}
            entity={entity}
            isOwn={isOwn}
            place={`escalations/${at}`}
            telling={each}
            onChange={(next) => set({ escalations: replaced(escalations, at, next) })}
          />
        ))}
      </ol>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        style={{ marginBottom: 16 }}
        onClick={() => set({ escalations: [...escalations, escalation] })}
      >
        {t('form.add_escalation')}
      </Button>
      <EndForm entity={entity} reminder={reminder} onChange={set} />
    </>
  )
}
