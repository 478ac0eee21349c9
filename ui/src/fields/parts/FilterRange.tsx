import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './FilterRange.module.css'

export function FilterRange({ from, to }: { from: ReactNode; to: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={styles['range']}>
      {from}
      <span className={styles['and']}>{t('filter.and')}</span>
      {to}
    </div>
  )
}
