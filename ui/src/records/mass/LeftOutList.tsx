import { Alert } from 'antd'
import type { LeftOut } from '../../api/massChanges'
import { issueText } from '../../api/problem'
import { useCounted, useMassTexts } from './massTexts'
import styles from './mass.module.css'

const MOST = 5

/** Why some records stay as they are, most of them first. */
export function LeftOutList({ count, reasons }: { count: number; reasons: LeftOut[] }) {
  const t = useMassTexts()
  const counted = useCounted()
  if (count === 0) return null
  const first = [...reasons].sort((one, other) => other.count - one.count).slice(0, MOST)
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={counted('left_out', count)}
      description={
        <ul className={styles['reasons']}>
          {first.map((reason, index) => (
            <li key={index}>{t('reason', { count: reason.count, message: issueText(reason) })}</li>
          ))}
        </ul>
      }
    />
  )
}
