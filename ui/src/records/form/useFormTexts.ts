import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import type { Lookup } from './missing'

/** What the check for missing values needs to know. */
export function useLookup(): Lookup {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const schema = useSchema()
  return {
    text: (field) => t('form.missing', { field: labelOf(field) }),
    lineFields: (field) => findEntity(schema, field.target)?.fields ?? [],
  }
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
