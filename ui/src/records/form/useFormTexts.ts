import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import { useLabel } from '../../schema/labels'

export function useMissingText(): (field: Field) => string {
  const { t } = useTranslation()
  const labelOf = useLabel()
  return useCallback((field) => t('form.missing', { field: labelOf(field) }), [labelOf, t])
}

/** Resolves to true when there is nothing to lose or the person agrees to lose it. */
export function useConfirmDiscard(): (isDirty: boolean) => Promise<boolean> {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  return async (isDirty) => {
    if (!isDirty) return true
    return modal.confirm({
      title: t('form.leave_title'),
      content: t('form.leave_text'),
      okText: t('form.leave'),
      okButtonProps: { danger: true },
      cancelText: t('form.stay'),
      autoFocusButton: 'cancel',
    })
  }
}

/** Brings the first field with an error into sight, and the cursor into it. */
export function focusFirstIssue(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('[data-invalid="true"]')
    field?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    field?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
  })
}
