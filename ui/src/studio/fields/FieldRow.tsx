import { StarFilled } from '@ant-design/icons'
import { Tag, Tooltip } from 'antd'
import { Link } from 'react-router'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import type { StoredField } from '../changes/fields'
import { DragHandle, SortableItem } from '../controls/SortableList'
import { findFieldNamed } from '../lookup'
import { entityPath } from '../paths'
import { useTexts } from '../texts'
import { KindName } from './KindGallery'
import styles from './FieldsTab.module.css'

interface FieldRowProps {
  entity: Entity
  field: StoredField
  isTitle: boolean
  isMovable: boolean
  onOpen: () => void
}

const SHOWN_FLAGS = ['required', 'unique', 'read_only', 'personal_data'] as const

export function FieldRow({ entity, field, isTitle, isMovable, onOpen }: FieldRowProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const { birth, key, document } = field
  const isBuilding = findFieldNamed(entity, key)?.state === 'building'
  const label = labelOf(document, key)
  return (
    <SortableItem as="li" id={birth} name={label} className={styles['field']}>
      <DragHandle disabled={!isMovable} />
      <div className={styles['name']}>
        <button type="button" className={styles['open']} onClick={onOpen}>
          {label}
        </button>
        {isTitle && (
          <Tooltip title={t('fields.is_title')}>
            <StarFilled className={styles['star']} aria-label={t('fields.is_title')} />
          </Tooltip>
        )}
        <div className={styles['key']}>{key}</div>
      </div>
      <div className={styles['kind']}>
        <KindName kind={document.kind} />
        <Target target={document.target} />
      </div>
      <div className={styles['flags']}>
        {isBuilding && <Tag color="processing">{t('fields.building')}</Tag>}
        {SHOWN_FLAGS.filter((flag) => document[flag]).map((flag) => (
          <Tag key={flag}>{t(`flag.${flag}.name`)}</Tag>
        ))}
      </div>
    </SortableItem>
  )
}

function Target({ target }: { target: string | undefined }) {
  const labelOf = useLabel()
  const entity = findEntity(useSchema(), target)
  return entity ? (
    <Link className={styles['target']} to={entityPath(entity.key)}>
      {labelOf(entity)}
    </Link>
  ) : null
}
