import { App } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker, type Location } from 'react-router'
import { hasUnsavedChanges } from '../shared/unsaved'

/** One guard for all forms: asks before a navigation or a closed tab throws typed work away. */
export function UnsavedGuard() {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => hasUnsavedChanges() && isLeaving(currentLocation, nextLocation),
  )

  useEffect(() => {
    if (blocker.state !== 'blocked') return
    modal.confirm({
      title: t('form.leave_title'),
      content: t('form.leave_text'),
      okText: t('form.leave'),
      okButtonProps: { danger: true },
      cancelText: t('form.stay'),
      autoFocusButton: 'cancel',
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    })
  }, [blocker, modal, t])

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (hasUnsavedChanges()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
  return null
}

/** A new sort order of the list behind the side panel leaves nothing; another record does. */
function isLeaving(from: Location, to: Location): boolean {
  const openIn = (location: Location) => new URLSearchParams(location.search).get('open')
  return from.pathname !== to.pathname || openIn(from) !== openIn(to)
}
