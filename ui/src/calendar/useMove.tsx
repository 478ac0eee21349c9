import { App, Button } from 'antd'
import { updateRecord, type Values } from '../api/records'
import { errorText } from '../api/problem'
import type { RecordDocument } from '../api/values'
import { useRefreshAfterSave } from '../records/form/useRefreshAfterSave'
import { useFormat } from '../shared/format/useFormat'
import { useCalendarPageTexts } from './calendarTexts'
import { valuesAt, type EventFacts } from './events'

interface Move {
  facts: EventFacts
  start: Date
  end: Date | null
  /** Puts the event back where it was. */
  revert: () => void
}

/** Save where an event was dragged to; a few seconds long it can be taken back. */
export function useMove() {
  const t = useCalendarPageTexts()
  const format = useFormat()
  const { message } = App.useApp()
  const refresh = useRefreshAfterSave('')

  const save = async ({ source, record }: EventFacts, values: Values): Promise<RecordDocument> => {
    const saved = await updateRecord(source.entity.key, record.id, values, record.version)
    refresh(saved)
    return saved
  }
  const takeBack = (facts: EventFacts, saved: RecordDocument, values: Values) => {
    const before = Object.fromEntries(Object.keys(values).map((key) => [key, facts.record[key] ?? null]))
    save({ ...facts, record: { ...facts.record, version: saved.version } }, before).catch(
      (error: unknown) => void message.error(errorText(error)),
    )
  }

  return async ({ facts, start, end, revert }: Move) => {
    const values = valuesAt(facts.source, start, end)
    const isDay = facts.source.starts.kind === 'date'
    const when = isDay
      ? format.date(String(values[facts.source.starts.key]))
      : format.dateTime(start.toISOString())
    try {
      const saved = await save(facts, values)
      const key = `moved:${facts.record.id}`
      const undo = () => {
        message.destroy(key)
        takeBack(facts, saved, values)
      }
      void message.success({
        key,
        duration: 6,
        content: (
          <>
            {t('moved', { when })}
            <Button type="link" size="small" onClick={undo}>
              {t('undo')}
            </Button>
          </>
        ),
      })
    } catch (error) {
      revert()
      void message.error(errorText(error))
    }
  }
}
