import styles from './cells.module.css'

/** No value: a quiet dash on a page, nothing in a list. */
export function Blank({ inline }: { inline?: boolean | undefined }) {
  return inline ? null : <span className={styles['blank']}>–</span>
}
