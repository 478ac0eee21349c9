import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { calendarsQuery, changeCalendar, type Calendar, type CalendarDocument } from '../../api/calendars'
import { errorText, isProblem, type Issue } from '../../api/problem'
import { isSame } from '../changes/merge'
import { useDraft } from '../save/useDraft'
import type { Editor } from '../save/useEditor'
import { useCalendarTexts } from './calendarTexts'

function documentOf({ name, code, is_default, hours, days }: Calendar): CalendarDocument {
  return { name, code, is_default, hours, days }
}

/** What differs; a default is never taken back, it goes to another calendar. */
function changesOf(before: CalendarDocument, after: CalendarDocument): Partial<CalendarDocument> {
  const names = ['name', 'code', 'is_default', 'hours', 'days'] as const
  return Object.fromEntries(
    names.flatMap((name) => (isSame(before[name], after[name]) ? [] : [[name, after[name]]])),
  )
}

/** The editor of a calendar: a draft like those of components, but saved as a row. */
export function useCalendarEditor(calendar: Calendar): Editor<CalendarDocument> {
  const t = useCalendarTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const draft = useDraft({ document: documentOf(calendar), version: calendar.version })
  const [issues, setIssues] = useState<Issue[]>([])
  const [isSaving, setSaving] = useState(false)

  const save = async () => {
    setSaving(true)
    try {
      const changes = changesOf(draft.base.document, draft.value)
      await changeCalendar(calendar.id, changes, draft.base.version)
      await client.invalidateQueries(calendarsQuery)
      setIssues([])
      draft.discard()
      void message.success(t('saved', { name: draft.value.name }))
      return true
    } catch (error) {
      if (isProblem(error, 412)) void client.invalidateQueries(calendarsQuery)
      setIssues(
        isProblem(error, 422)
          ? error.issues
          : [{ message: isProblem(error, 412) ? t('stale') : errorText(error) }],
      )
      return false
    } finally {
      setSaving(false)
    }
  }

  return {
    ...draft,
    issues,
    isSaving,
    conflict: null,
    save,
    discard: () => {
      setIssues([])
      draft.discard()
    },
  }
}
