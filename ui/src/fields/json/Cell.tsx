import { Blank } from '../parts/Blank'
import { isBlank } from '../parts/isBlank'
import { TextLine } from '../parts/TextLine'
import styles from '../parts/cells.module.css'
import type { CellProps } from '../types'

export function JsonCell({ value, inline }: CellProps) {
  if (isBlank(value)) return <Blank inline={inline} />
  if (inline) return <TextLine text={JSON.stringify(value)} mono />
  return <pre className={styles['code']}>{JSON.stringify(value, null, 2)}</pre>
}
