import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DuplicateFound } from '../../api/records'
import { foundRecords } from '../../shared/duplicates'
import { recordPath } from '../../shared/paths'

interface DuplicateAlertProps {
  entity: string
  duplicates: DuplicateFound[]
}

/** Records that may be the same, as links; where no rule forbids it, saving anyway is fine. */
export function DuplicateAlert({ entity, duplicates }: DuplicateAlertProps) {
  const { t } = useTranslation()
  if (duplicates.length === 0) return null
  const isForbidden = duplicates.some(({ action }) => action === 'block')
  return (
    <Alert
      type={isForbidden ? 'error' : 'warning'}
      showIcon
      role="status"
      title={t('form.duplicates')}
      description={
        <>
          <ul style={{ margin: 0, paddingInlineStart: 18 }}>
            {foundRecords(duplicates).map(({ id, label, rules }) => (
              <li key={id}>
                <Link to={recordPath(entity, id)} target="_blank" dir="auto">
                  {label}
                </Link>{' '}
                · {rules.join(' · ')}
              </li>
            ))}
          </ul>
          {t(isForbidden ? 'form.duplicates_forbidden' : 'form.duplicates_allowed')}
        </>
      }
    />
  )
}
