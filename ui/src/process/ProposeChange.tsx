import { AuditOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { SubmitDialog } from './SubmitDialog'
import styles from './process.module.css'

interface ProposeChangeProps {
  entity: Entity
  record: RecordDocument
  changes: Record<string, unknown>
  onSubmitted: () => void
}

/** An approved record is closed to changes; what was typed can be submitted for approval instead. */
export function ProposeChange({ entity, record, changes, onSubmitted }: ProposeChangeProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Alert
        className={styles['banner'] ?? ''}
        type="info"
        showIcon
        title={t('approval.propose_help')}
        action={
          <Button type="primary" icon={<AuditOutlined />} onClick={() => setOpen(true)}>
            {t('approval.propose')}
          </Button>
        }
      />
      {isOpen && (
        <SubmitDialog
          entity={entity}
          record={record}
          changes={changes}
          onClose={() => setOpen(false)}
          onSubmitted={onSubmitted}
        />
      )}
    </>
  )
}
