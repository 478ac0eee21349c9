import { WarningOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { noteOf } from './notes'
import styles from './record.module.css'

/** A sign beside a blank value that could not be computed; it says why to whoever points at it or tabs to it. */
export function ValueNote({ record, field }: { record: RecordDocument; field: Field }) {
  const message = noteOf(record, field.key)
  if (message === undefined) return null
  return (
    <Tooltip title={message} trigger={['hover', 'focus', 'click']}>
      <button type="button" className={styles['note']} aria-label={message}>
        <WarningOutlined />
      </button>
    </Tooltip>
  )
}
