import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseStatus, TaskStatus } from '../api/approvals'

const COLOURS: Record<CaseStatus | TaskStatus, string> = {
  running: 'processing',
  returned: 'warning',
  approved: 'success',
  rejected: 'error',
  recalled: 'default',
  ended: 'default',
  waiting: 'default',
  open: 'processing',
  withdrawn: 'default',
}

export function StatusTag({ status }: { status: CaseStatus | TaskStatus }) {
  const { t } = useTranslation()
  return <Tag color={COLOURS[status]}>{t(`approval.status_${status}`)}</Tag>
}
