import { Button, Flex, Modal } from 'antd'
import { useEffect } from 'react'
import { useCreate } from '../records/create/createRequests'
import { useLabel } from '../schema/labels'
import { useFormat } from '../shared/format/useFormat'
import { NamedIcon } from '../shared/icons'
import { useCalendarPageTexts } from './calendarTexts'
import { dayOf, valuesAt } from './events'
import type { Source } from './sources'

export interface Slot {
  start: Date
  end: Date
  isDay: boolean
}

interface NewEventProps {
  slot: Slot
  sources: Source[]
  onClose: () => void
}

/** A click on a free place makes a record there; where several kinds are shown, one is chosen first. */
export function NewEvent({ slot, sources, onClose }: NewEventProps) {
  const t = useCalendarPageTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const create = useCreate()
  const possible = sources.filter(({ entity }) => entity.can.create)
  const only = possible.length === 1 ? possible[0] : undefined

  const open = (source: Source) => {
    onClose()
    create({ entity: source.entity.key, prefill: prefillOf(source, slot) })
  }
  useEffect(() => {
    if (only) open(only)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each slot
  }, [slot])

  if (only || possible.length === 0) return null
  const when = slot.isDay ? format.date(dayOf(slot.start)) : format.dateTime(slot.start.toISOString())
  return (
    <Modal open footer={null} title={t('new_at', { when })} onCancel={onClose} width={360}>
      <Flex vertical gap={8}>
        {possible.map((source) => (
          <Button
            key={source.key}
            size="large"
            icon={<NamedIcon name={source.entity.icon} />}
            onClick={() => open(source)}
          >
            {labelOf(source.entity)} · {labelOf(source.starts)}
          </Button>
        ))}
      </Flex>
    </Modal>
  )
}

/** A whole day says nothing of the hour: in the morning, for as long as is usual. */
function prefillOf(source: Source, { start, end, isDay }: Slot) {
  const isMoment = source.starts.kind === 'datetime'
  if (!isDay || !isMoment) return valuesAt(source, start, end)
  const morning = new Date(start)
  morning.setHours(9)
  return valuesAt(source, morning, null)
}
