import { Link } from 'react-router'
import type { Label } from '../../api/values'
import { recordPath } from '../../shared/paths'
import { isOutOfSight, labelText } from './references'
import styles from './cells.module.css'

interface RecordLinkProps {
  entity: string
  label: Label
  /** In a list, where a column full of coloured links would shout. */
  isQuiet?: boolean | undefined
}

/** Opens the record where there is one to see; a click must not open the row that the link stands in as well. */
export function RecordLink({ entity, label, isQuiet = false }: RecordLinkProps) {
  const text = labelText(label)
  if (isOutOfSight(label)) return <span className={styles['unseen']}>{text}</span>
  return (
    <Link
      to={recordPath(entity, label.id)}
      className={isQuiet ? `${styles['line']} ${styles['quiet']}` : styles['line']}
      style={{ display: 'inline-block', verticalAlign: 'bottom' }}
      title={text.slice(0, 300)}
      dir="auto"
      onClick={(event) => event.stopPropagation()}
    >
      {text.slice(0, 300)}
    </Link>
  )
}
