import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { IconButton } from '../../../shared/IconButton'
import { orderedEntries } from '../../../shared/order'
import { suggestItemKey } from '../../changes/keys'
import { nextOrder, omit } from '../../changes/order'
import { Control } from '../../controls/Control'
import type { Keyed } from '../../documents'
import { SpanInput } from '../../rules/form/remind/SpanInput'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import type { DeadlineDocument } from '../document'
import { readSpan, writeSpan } from '../words'
import styles from './forms.module.css'

interface DeadlinesInputProps {
  value: Keyed<DeadlineDocument> | undefined
  onChange: (deadlines: Keyed<DeadlineDocument>) => void
}

/** How long a step may take, on the working calendar, and what happens then. */
export function DeadlinesInput({ value = {}, onChange }: DeadlinesInputProps) {
  const t = useApprovalTexts()
  const { choices } = useApproval()
  const thens = choices.of('then')
  const add = () => {
    const key = suggestItemKey({ en: 'deadline' }, Object.keys(value), 'deadline')
    onChange({
      ...value,
      [key]: { after: '1 working day', then: thens[0] ?? 'remind', order: nextOrder(value) },
    })
  }
  return (
    <section className={styles['section']} aria-label={t('attribute.deadlines')}>
      <h3>{t('attribute.deadlines')}</h3>
      <ul className={styles['rows']}>
        {orderedEntries(value).map(([key, deadline]) => (
          <li key={key} className={styles['row']}>
            <div className={styles['pair']}>
              <Control names={[`deadlines/${key}/after`]} label={t('deadline.after')}>
                {(aria) => {
                  const span = readSpan(deadline.after)
                  const set = (after: string) => onChange({ ...value, [key]: { ...deadline, after } })
                  return span ? (
                    <SpanInput aria={aria} value={span} onChange={(next) => set(writeSpan(next))} />
                  ) : (
                    <Input {...aria} value={deadline.after} onChange={({ target }) => set(target.value)} />
                  )
                }}
              </Control>
              <Control names={[`deadlines/${key}/then`]} label={t('deadline.then')}>
                {(aria) => (
                  <Select
                    {...aria}
                    value={deadline.then}
                    options={thens.map((then) => ({
                      value: then,
                      label: t(`choice.then.${then}`, { defaultValue: then }),
                    }))}
                    onChange={(then) => onChange({ ...value, [key]: { ...deadline, then } })}
                  />
                )}
              </Control>
            </div>
            <IconButton
              type="text"
              className={styles['remove'] ?? ''}
              icon={<DeleteOutlined />}
              label={t('deadline.remove')}
              onClick={() => onChange(omit(value, key))}
            />
          </li>
        ))}
      </ul>
      <Button type="dashed" block icon={<PlusOutlined />} onClick={add}>
        {t('deadline.add')}
      </Button>
    </section>
  )
}
