import { App, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { bulkRecords, deleteRecord, restoreRecord } from '../api/records'
import { errorText } from '../api/problem'
import type { Entity } from '../api/types'
import { useLabel, usePluralLabel } from '../schema/labels'

const UNDO_SECONDS = 10

/** What can be done to records from a list or a page: delete with a way back, restore, change many at once. */
export function useRecordActions(entity: Entity) {
  const { t } = useTranslation()
  const { notification, message } = App.useApp()
  const queryClient = useQueryClient()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()

  /** A record that is gone must not be asked for again while its page is still closing. */
  const refresh = (goneIds: string[] = []) => {
    const gone = new Set(goneIds)
    return queryClient.invalidateQueries({
      queryKey: ['records'],
      predicate: ({ queryKey: [, key, kind, id] }) =>
        !(key === entity.key && kind === 'one' && gone.has(String(id))),
    })
  }
  const what = (count: number) => (count === 1 ? labelOf(entity) : `${count} ${pluralOf(entity)}`)

  const restore = async (ids: string[]) => {
    const results = await Promise.allSettled(ids.map((id) => restoreRecord(entity.key, id)))
    const failed = results.find((result) => result.status === 'rejected')
    await refresh()
    if (failed) void message.error(errorText(failed.reason))
    else void message.success(t('record.restored', { what: what(ids.length) }))
  }

  const offerUndo = (ids: string[]) => {
    const key = `deleted:${ids.join(',')}`
    const undo = () => {
      notification.destroy(key)
      void restore(ids)
    }
    notification.success({
      key,
      title: t('record.deleted', { what: what(ids.length) }),
      duration: UNDO_SECONDS,
      actions: (
        <Button type="primary" size="small" onClick={undo}>
          {t('record.undo')}
        </Button>
      ),
    })
  }

  const remove = async (ids: string[]): Promise<boolean> => {
    try {
      const deleted = await removeAll(entity.key, ids)
      if (deleted.ids.length > 0) offerUndo(deleted.ids)
      if (deleted.problem)
        notification.error({ title: t('record.not_deleted'), description: deleted.problem })
      void refresh(deleted.ids)
      return deleted.ids.length > 0
    } catch (error) {
      notification.error({ title: t('record.not_deleted'), description: errorText(error) })
      return false
    }
  }

  return { remove, restore }
}

async function removeAll(entity: string, ids: string[]): Promise<{ ids: string[]; problem?: string }> {
  const [only] = ids
  if (only !== undefined && ids.length === 1) {
    await deleteRecord(entity, only)
    return { ids }
  }
  const { deleted, errors } = await bulkRecords(entity, { delete: ids })
  if (errors.length === 0) return { ids: deleted }
  const sentences = new Set(errors.flatMap(({ issues }) => issues.map(({ message }) => message)))
  return { ids: deleted, problem: [...sentences].slice(0, 5).join('\n') }
}
