import { DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { preferencesQuery } from '../../../../api/channels'
import type { Entity } from '../../../../api/types'
import type { EscalationParts, NoticeParts } from '../../../../rules/parts'
import { useLabel } from '../../../../schema/labels'
import { componentsQuery } from '../../../api/metadata'
import { Control, type ControlAria } from '../../../controls/Control'
import { LabelsInput } from '../../../controls/LabelsInput'
import { useReminderTexts } from '../../../reminders/reminderTexts'
import formStyles from '../form.module.css'
import { IconButton } from '../../../../shared/IconButton'
import { PeopleInput } from './PeopleInput'
import { SpanInput } from './SpanInput'

const INBOX = 'inbox'

interface TellingRowProps<Telling extends NoticeParts | EscalationParts> {
  entity: Entity
  /** Where it stands in the form, such as `notices/0`. */
  place: string
  telling: Telling
  /** What its time is, where that is not the one after a first reminder. */
  spanLabel?: string
  isOwn: boolean
  onChange: (telling: Telling | null) => void
}

/** Who is told, by which way, and in which words; of an escalation also after how long. */
export function TellingRow<Telling extends NoticeParts | EscalationParts>(props: TellingRowProps<Telling>) {
  const { entity, place, telling, spanLabel, isOwn, onChange } = props
  const t = useReminderTexts()
  const channels = useChannelOptions()
  const names = (name: string) => [`${place}/${name}`]
  const set = (part: Partial<NoticeParts & EscalationParts>) => onChange({ ...telling, ...part })
  return (
    <li className={formStyles['row']}>
      {'unit' in telling && (
        <Control names={names('amount')} label={spanLabel ?? t('form.escalate_after')}>
          {(aria) => <SpanInput aria={aria} value={telling} onChange={set} />}
        </Control>
      )}
      <Control names={names('to')} label={t('form.to')} required>
        {(aria) => (
          <PeopleInput
            aria={aria}
            entity={entity}
            isOwn={isOwn}
            isEscalation={'unit' in telling}
            value={telling.to}
            onChange={(to) => set({ to })}
          />
        )}
      </Control>
      <Control names={names('channels')} label={t('form.channels')} help={t('form.channels_hint')}>
        {(aria) => (
          <Select<string[]>
            {...aria}
            mode="tags"
            value={telling.channels}
            placeholder={t('form.as_preferred')}
            options={channels}
            onChange={(chosen) => set({ channels: chosen })}
          />
        )}
      </Control>
      {!isOwn && (
        <Control names={names('template')} label={t('form.template')} help={t('form.template_hint')}>
          {(aria) => (
            <TemplateSelect
              aria={aria}
              entity={entity}
              value={telling.template}
              onChange={(template) => set({ template })}
            />
          )}
        </Control>
      )}
      {'message' in telling && (
        <Control names={names('message')} label={t('form.message')}>
          {(aria) => (
            <LabelsInput
              compact
              aria={aria}
              name={t('form.message')}
              value={telling.message ?? {}}
              onChange={(message) => set({ message })}
            />
          )}
        </Control>
      )}
      <IconButton
        type="text"
        className={formStyles['remove'] ?? ''}
        icon={<DeleteOutlined />}
        label={t('form.remove')}
        onClick={() => onChange(null)}
      />
    </li>
  )
}

/** The inbox, and the channels that are set up. */
function useChannelOptions() {
  const t = useReminderTexts()
  const labelOf = useLabel()
  const { data } = useQuery(preferencesQuery)
  const others = (data?.channels ?? []).map((channel) => ({
    value: channel.key,
    label: labelOf(channel),
  }))
  return [{ value: INBOX, label: t('channel.inbox') }, ...others]
}

interface TemplateSelectProps {
  aria: ControlAria
  entity: Entity
  value: string | null
  onChange: (template: string | null) => void
}

function TemplateSelect({ aria, entity, value, onChange }: TemplateSelectProps) {
  const t = useReminderTexts()
  const labelOf = useLabel()
  const { data = [] } = useQuery(componentsQuery('template'))
  return (
    <Select<string>
      {...aria}
      allowClear
      placeholder={t('form.no_template')}
      value={value}
      options={data
        .filter((template) => template.entity === entity.key)
        .map((template) => ({ value: template.key, label: labelOf(template, template.key) }))}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  )
}
