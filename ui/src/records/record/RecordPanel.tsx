import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { recordQuery } from '../queries'
import { RecordView } from './RecordView'
import styles from './record.module.css'

interface RecordPanelProps {
  entity: Entity
  id: string
  place?: { at: number; of: number } | undefined
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  onClose: () => void
}

/** A record beside its list. */
export function RecordPanel({ entity, id, onClose, ...moves }: RecordPanelProps) {
  const { t } = useTranslation()
  const { data: record, error } = useQuery(recordQuery(entity.key, id))
  if (error && !record) {
    return (
      <div className={styles['loading']}>
        <Alert type="warning" showIcon title={t('record.missing')} description={errorText(error)} />
        <Button onClick={onClose} style={{ marginTop: 12 }}>
          {t('record.close')}
        </Button>
      </div>
    )
  }
  if (!record) return <Skeleton active className={styles['loading'] ?? ''} paragraph={{ rows: 8 }} />
  return <RecordView key={id} entity={entity} record={record} shape="panel" onLeave={onClose} {...moves} />
}
