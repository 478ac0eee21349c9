import { DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useLabel } from '../../../schema/labels'
import { findField } from '../../../schema/useSchema'
import { orderedEntries } from '../../../shared/order'
import { omit } from '../../changes/order'
import { FaultText } from '../../controls/FaultText'
import { LiteralInput } from '../../controls/LiteralInput'
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
  const labelOf = useLabel()
  const { entity, choices } = useApproval()
  const set = (event: string, fields: Record<string, string>) =>
    onChange(Object.keys(fields).length > 0 ? { ...value, [event]: fields } : omit(value, event))
  const add = (event: string, key: string) => {
    const first = orderedEntries(findField(entity, key)?.options)[0]?.[0]
    set(event, { ...value[event], [key]: first === undefined ? '' : JSON.stringify(first) })
  }
  return (
    <section className={styles['section']} aria-label={t('attribute.effects')}>
      <h3>{t('attribute.effects')}</h3>
      <p className={styles['hint']}>{t('effects.help')}</p>
      {choices.events.map((event) => (
        <div key={event} style={{ marginBottom: 8 }}>
          <strong>{t(`effects.${event}`, { defaultValue: event })}</strong>
          <ul className={styles['lines']}>
            {Object.entries(value[event] ?? {}).map(([key, text]) => (
              <li key={key}>
                <span dir="auto">{labelOf(findField(entity, key), key)}</span>
                <LiteralInput
                  entity={entity}
                  path={key}
                  label={t('effects.value', { field: labelOf(findField(entity, key), key) })}
                  value={text}
                  onChange={(next) => set(event, { ...value[event], [key]: next })}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('effects.remove', { field: labelOf(findField(entity, key), key) })}
                  onClick={() => set(event, omit(value[event], key))}
                />
                <FaultText names={[`effects/${event}/${key}`]} />
              </li>
            ))}
          </ul>
          <Select<string | null>
            size="small"
            style={{ width: '100%' }}
            aria-label={t('effects.add', { event: t(`effects.${event}`, { defaultValue: event }) })}
            placeholder={t('effects.add_field')}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            options={entity.fields
              .filter(({ key, system }) => !system && !(key in (value[event] ?? {})))
              .map((field) => ({ value: field.key, label: labelOf(field) }))}
            onChange={(key) => key && add(event, key)}
          />
        </div>
      ))}
    </section>
  )
}
