import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { commandKey } from '../../shared/platform'
import type { RecordForm } from './useRecordForm'
import styles from './form.module.css'

interface SaveBarProps {
  form: RecordForm
  onSave: () => void
  onCancel: () => void
  onSaveAndNew?: (() => void) | undefined
  /** What is typed is submitted for approval, not saved. */
  isProposal?: boolean
}

export function SaveBar({ form, onSave, onCancel, onSaveAndNew, isProposal = false }: SaveBarProps) {
  const { t } = useTranslation()
  const problems = form.issues.at.size + form.issues.general.length
  return (
    <div className={styles['saveBar']}>
      <span className={styles['saveHint']} data-error={problems > 0} aria-live="polite">
        {problems > 0 ? t('form.problems', { count: problems }) : form.isDirty ? t('form.unsaved') : ''}
      </span>
      <Button onClick={onCancel} disabled={form.isSaving}>
        {t('form.cancel')}
      </Button>
      {onSaveAndNew && (
        <Button onClick={onSaveAndNew} disabled={form.isSaving}>
          {t('form.save_and_new')}
        </Button>
      )}
      <Button
        type="primary"
        onClick={onSave}
        loading={form.isSaving}
        disabled={isProposal && !form.isDirty}
        title={commandKey('Enter')}
      >
        {t(isProposal ? 'approval.propose' : 'form.save')}
      </Button>
    </div>
  )
}
