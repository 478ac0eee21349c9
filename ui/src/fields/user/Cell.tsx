import { Avatar } from 'antd'
import { initials } from '../../shared/initials'
import { Blank } from '../parts/Blank'
import { isLabel, isOutOfSight, labelText } from '../parts/references'
import { TextLine } from '../parts/TextLine'
import styles from '../parts/cells.module.css'
import type { CellProps } from '../types'

const HUES = 12

/** The same person has the same colour everywhere. Dark enough for white letters. */
function colorOf(id: string): string {
  const sum = [...id].reduce((total, letter) => total * 31 + (letter.codePointAt(0) ?? 0), 7)
  return `hsl(${(Math.abs(sum) % HUES) * (360 / HUES)} 45% 40%)`
}

/** There is room for two Latin letters or one Chinese character. */
function smallInitials(name: string): string {
  const letters = initials(name)
  return /\p{Script=Han}/u.test(letters) ? [...letters].slice(-1).join('') : letters
}

export function UserCell({ value, inline }: CellProps) {
  if (!isLabel(value)) return <Blank inline={inline} />
  if (isOutOfSight(value)) return <span className={styles['unseen']}>{labelText(value)}</span>
  return (
    <span className={styles['person']}>
      <Avatar size={20} style={{ background: colorOf(value.id), fontSize: 10, flex: 'none' }} aria-hidden>
        {smallInitials(labelText(value))}
      </Avatar>
      <TextLine text={labelText(value)} />
    </span>
  )
}
