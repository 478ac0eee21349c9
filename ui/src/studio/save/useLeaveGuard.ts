import { App } from 'antd'
import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { useTexts } from '../texts'

/** Asks before unsaved changes are left behind, within the product and when the browser tab closes. */
export function useLeaveGuard(isDirty: boolean): void {
  const t = useTexts()
  const { modal } = App.useApp()
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    return isDirty && currentLocation.pathname !== nextLocation.pathname
  })

  useEffect(() => {
    if (blocker.state !== 'blocked') return
    modal.confirm({
      title: t('leave.title'),
      content: t('leave.hint'),
      okText: t('leave.leave'),
      okButtonProps: { danger: true },
      cancelText: t('leave.stay'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    })
  }, [blocker, modal, t])

  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
}
