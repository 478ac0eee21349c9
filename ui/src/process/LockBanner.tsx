import { AuditOutlined, LockOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './process.module.css'

interface LockBannerProps {
  isProposing: boolean
  /** Some fields stayed free. */
  isPartly: boolean
  onPropose: () => void
}

/** Says why an approved record is closed, and offers the way to change it all the same. */
export function LockBanner({ isProposing, isPartly, onPropose }: LockBannerProps) {
  const { t } = useTranslation()
  const why = isPartly ? 'approval.locked_approved_partly' : 'approval.locked_approved'
  return (
    <Alert
      className={styles['banner'] ?? ''}
      type="info"
      showIcon
      icon={<LockOutlined />}
      title={t(isProposing ? 'approval.proposing' : why)}
      action={
        isProposing ? undefined : (
          <Button icon={<AuditOutlined />} onClick={onPropose}>
            {t('approval.propose_change')}
          </Button>
        )
      }
    />
  )
}
