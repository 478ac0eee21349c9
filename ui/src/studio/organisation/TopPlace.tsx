import { usePeopleTexts } from '../../records/people/peopleTexts'
import { usePlace } from '../../shared/drag/useDragging'
import styles from './organisation.module.css'

/** Where a unit is dropped that shall belong to no other. */
export function TopPlace({ id }: { id: string }) {
  const t = usePeopleTexts()
  const { setNodeRef, isOver } = usePlace({ id, name: t('top') })
  return (
    <div ref={setNodeRef} className={styles['top']} data-over={isOver}>
      {t('top')}
    </div>
  )
}
