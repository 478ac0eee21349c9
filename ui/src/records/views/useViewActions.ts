import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import {
  changeView,
  chooseViews,
  createView,
  deleteView,
  viewsKey,
  type ViewChoice,
  type ViewSent,
} from '../../api/views'
import type { SavedView } from '../../api/viewDocuments'
import { FRESH } from '../list/urlState'
import type { ListData } from '../list/useListData'
import { arrangement } from './changes'

/** What can be done with the views of a list; each says what came of it and shows the result. */
export function useViewActions(data: ListData) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const client = useQueryClient()
  const { entity, view, personal, change, changeColumns } = data
  const refresh = () => client.invalidateQueries({ queryKey: viewsKey(entity.key) })

  const told = async <T>(work: () => Promise<T>, said?: string): Promise<T | undefined> => {
    try {
      const done = await work()
      await refresh()
      if (said) void message.success(said)
      return done
    } catch (error) {
      void message.error(errorText(error))
      await refresh()
      return undefined
    }
  }
  const settle = (key: string) => {
    changeColumns(null)
    change({ ...FRESH, view: key })
  }
  const choose = (choice: Partial<ViewChoice>) => told(() => chooseViews(entity.key, choice))

  return {
    /** Refusals are thrown: the dialog shows them. */
    saveAs: async (sent: ViewSent) => {
      const made = await createView({ ...arrangement(data), ...sent, entity: entity.key })
      await refresh()
      void message.success(t('views.saved', { name: made.name }))
      settle(made.key)
    },
    save: async (saved: SavedView) => {
      const done = await told(
        () => changeView(saved, arrangement(data)),
        t('views.updated', { name: saved.name }),
      )
      if (done) settle(done.key)
    },
    update: async (saved: SavedView, sent: ViewSent) => {
      const done = await changeView(saved, sent)
      await refresh()
      void message.success(t('views.updated', { name: done.name }))
    },
    reset: () => view && settle(view.key),
    remove: async (saved: SavedView) => {
      const isSure = await modal.confirm({
        title: t('views.delete_title', { name: saved.name }),
        content: t('views.delete_hint'),
        okText: t('views.delete'),
        okButtonProps: { danger: true },
      })
      if (!isSure) return
      const done = await told(() => deleteView(saved).then(() => true))
      if (done) change({ ...FRESH, view: undefined })
    },
    togglePin: (key: string) => {
      const pinned = personal?.pinned ?? []
      void choose({
        pinned: pinned.includes(key) ? pinned.filter((other) => other !== key) : [...pinned, key],
      })
    },
    toggleDefault: (key: string) => void choose({ default: personal?.default === key ? null : key }),
    copyLink: async (key: string) => {
      const address = new URL(window.location.href)
      address.search = new URLSearchParams({ view: key }).toString()
      await navigator.clipboard?.writeText(address.href)
      void message.success(t('views.copied'))
    },
  }
}

export type ViewActions = ReturnType<typeof useViewActions>
