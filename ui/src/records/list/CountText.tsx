import { useTranslation } from 'react-i18next'
import { useFormat } from '../../shared/format/useFormat'
import type { RecordList } from './useRecordList'
import styles from './list.module.css'

/** "37", "1,000+" where counting stopped, "≈ 2.3M" where the database only estimates. */
export function CountText({ list }: { list: RecordList }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (list.count === null || list.error) return null
  const number = format.number(list.count, 0)
  const text =
    list.countKind === 'capped' ? `${number}+` : list.countKind === 'estimate' ? `≈ ${number}` : number
  return (
    <span className={styles['count']} aria-label={t('list.count', { count: list.count })}>
      {text}
    </span>
  )
}
