import { SetFields } from '../../controls/SetFields'
import { omit } from '../../changes/order'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import type { WorkflowDocument } from '../document'
import styles from './forms.module.css'

interface EffectsInputProps {
  value: WorkflowDocument['effects']
  onChange: (effects: WorkflowDocument['effects']) => void
}

/** Fields that are set when something happens to a case. */
export function EffectsInput({ value = {}, onChange }: EffectsInputProps) {
  const t = useApprovalTexts()
  const { entity, choices } = useApproval()
  const set = (event: string, fields: Record<string, string>) =>
    onChange(Object.keys(fields).length > 0 ? { ...value, [event]: fields } : omit(value, event))
  return (
    <section className={styles['section']} aria-label={t('attribute.effects')}>
      <h3>{t('attribute.effects')}</h3>
      <p className={styles['hint']}>{t('effects.help')}</p>
      {choices.events.map((event) => {
        const name = t(`effects.${event}`, { defaultValue: event })
        return (
          <div key={event} style={{ marginBottom: 8 }}>
            <strong>{name}</strong>
            <SetFields
              entity={entity}
              path={`effects/${event}`}
              name={t('effects.add', { event: name })}
              values={value[event]}
              onChange={(fields) => set(event, fields)}
            />
          </div>
        )
      })}
    </section>
  )
}
