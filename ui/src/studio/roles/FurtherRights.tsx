import type { Entity } from '../../api/types'
import { useAccessTexts } from '../../records/access/accessTexts'
import type { GrantDocument } from '../documents'
import { RightCell } from './RightCell'
import { furtherRights, withRight } from './rights'
import styles from './roles.module.css'

interface FurtherRightsProps {
  /** None for all entities that are not named. */
  entity: Entity | undefined
  name: string
  grant: GrantDocument
  onChange: (part: Partial<GrantDocument>) => void
}

/** Restoring and the actions that have a name: what a row of the matrix unfolds. */
export function FurtherRights({ entity, name, grant, onChange }: FurtherRightsProps) {
  const t = useAccessTexts()
  return (
    <ul className={styles['further']}>
      {furtherRights(grant).map((action) => {
        const right = t(`roles.right.${action}`, { defaultValue: action })
        return (
          <li key={action}>
            <span>{right}</span>
            <RightCell
              entity={entity}
              name={t('roles.right_of', { right, entity: name })}
              action={action}
              grant={grant}
              onChange={(given) => onChange(withRight(grant, action, given))}
            />
          </li>
        )
      })}
    </ul>
  )
}
