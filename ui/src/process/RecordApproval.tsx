import { AuditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CaseEntry } from '../api/approvals'
import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { useLabel } from '../schema/labels'
import { isEditable } from '../schema/layout'
import { useIsNarrow } from '../shared/media'
import { approvalPath } from '../shared/paths'
import { actionsQuery, submissionsOf } from './actionQueries'
import { SubmitDialog } from './SubmitDialog'
import { useRecordCases, useRecordLock } from './useRecordCases'
import styles from './process.module.css'

interface RecordApprovalProps {
  entity: Entity
  record: RecordDocument
}

const GOING_ON = new Set(['running', 'returned'])

function useLatestCase(props: RecordApprovalProps) {
  const cases = useRecordCases(props)
  return { latest: cases?.[0], isKnown: cases !== undefined }
}

/** Says that the record is in approval, and leads to the case. */
export function ApprovalBanner(props: RecordApprovalProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { latest } = useLatestCase(props)
  const lock = useRecordLock(props)
  const closed = new Set(lock?.closed)
  const isPartly = props.entity.fields.some((field) => isEditable(field, false) && !closed.has(field.key))
  if (!latest || !GOING_ON.has(latest.status)) return null
  return (
    <Alert
      className={styles['banner'] ?? ''}
      type={latest.status === 'returned' ? 'warning' : 'info'}
      showIcon
      title={t(bannerText(latest, isPartly), { name: labelOf(latest, latest.workflow) })}
      action={<Link to={approvalPath(latest.id)}>{t('approval.open')}</Link>}
    />
  )
}

function bannerText({ status, is_change: isChange }: CaseEntry, isPartly: boolean): string {
  if (status === 'returned') return isChange ? 'approval.banner_returned_change' : 'approval.banner_returned'
  return isPartly ? 'approval.banner_running_partly' : 'approval.banner_running'
}

/** Submits the record; only where an approval is meant for it and none is going on. */
export function SubmitButton(props: RecordApprovalProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const { latest, isKnown } = useLatestCase(props)
  const { entity, record } = props
  const { data: offers } = useQuery(actionsQuery(entity.key, record))
  const offered = submissionsOf(offers)
  const isGoingOn = latest !== undefined && GOING_ON.has(latest.status)
  if (!isKnown || !entity.can.edit || isGoingOn || offered.length === 0) return null
  return (
    <>
      <Button icon={<AuditOutlined />} onClick={() => setOpen(true)} aria-label={t('approval.submit')}>
        {isNarrow ? null : t('approval.submit')}
      </Button>
      {isOpen && <SubmitDialog {...props} offered={offered} onClose={() => setOpen(false)} />}
    </>
  )
}
