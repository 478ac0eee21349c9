import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { segmentQuery } from '../../api/segments'
import { filteredPath } from '../../shared/paths'
import { Blank } from '../parts/Blank'
import { isLabel, labelText, targetEntity } from '../parts/references'
import { TextLine } from '../parts/TextLine'
import type { CellProps } from '../types'
import styles from '../parts/cells.module.css'

/** A link to the records of the segment, on a record page with their number; its name alone for those who do not have it. */
export function SegmentCell({ field, value, entity, inline = false }: CellProps) {
  const { t } = useTranslation()
  const named = isLabel(value) ? value : null
  const target = targetEntity(field, entity)
  const isNeeded = named !== null && !(inline && named.label)
  const { data: segment } = useQuery({
    ...segmentQuery({ entity: target, id: named?.id ?? '' }),
    enabled: isNeeded,
    retry: false,
  })
  if (!named) return <Blank inline={inline} />
  const name = segment?.name ?? labelText(named)
  if (!segment) return <TextLine text={name} />
  const count = typeof segment.count === 'number' && t('segments.count', { count: segment.count })
  return (
    <span className={styles['person']}>
      <Link
        to={filteredPath(target, segment.condition)}
        className={styles['line']}
        title={t('segments.show')}
        dir="auto"
        onClick={(event) => event.stopPropagation()}
      >
        {name}
      </Link>
      {count && !inline && <span className={styles['aside']}>{count}</span>}
    </span>
  )
}
