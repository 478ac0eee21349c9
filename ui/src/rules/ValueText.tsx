import { useFormat } from '../shared/format/useFormat'
import type { Explanation } from './explain'
import { useTexts } from './texts'
import styles from './Explanations.module.css'

/** A value of a rule for people. */
export function ValueText({
  part,
}: {
  part: Pick<Explanation, 'value' | 'label' | 'type' | 'hidden' | 'failed'>
}) {
  const t = useTexts()
  const format = useFormat()
  const { value, label, type, hidden, failed = false } = part
  if (hidden) return <span className={styles['muted']}>…</span>
  if (failed) return <span className={styles['failed']}>{t('why.error')}</span>
  if (value === null || value === undefined) return <span className={styles['muted']}>{t('why.blank')}</span>
  if (typeof value === 'boolean') return <>{t(value ? 'why.yes' : 'why.no')}</>
  if (label) return <>{label}</>
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  if (type === 'date') return <>{format.date(text)}</>
  if (type === 'datetime') return <>{format.dateTime(text)}</>
  return <>{text}</>
}
