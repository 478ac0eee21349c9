import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Select, Skeleton, Steps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { simulate, submitRecord } from '../api/approvals'
import { errorText } from '../api/problem'
import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { useLabel } from '../schema/labels'
import { useFormat } from '../shared/format/useFormat'
import { findingProps, findingsOf, NO_FINDINGS } from './findings'
import { FindingsAlert } from './FindingsAlert'
import { approvalsKey } from './queries'
import styles from './process.module.css'

interface SubmitDialogProps {
  entity: Entity
  record: RecordDocument
  /** The approvals to choose from; all of the entity where it depends on the change. */
  offered?: readonly string[]
  /** A change that is to be approved; none when it is the record itself. */
  changes?: Record<string, unknown>
  onClose: () => void
  onSubmitted?: () => void
}

/** Shows who would approve before anything is sent. */
export function SubmitDialog({ entity, record, offered, changes, onClose, onSubmitted }: SubmitDialogProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [workflow, setWorkflow] = useState<string | undefined>(undefined)
  const [comment, setComment] = useState('')
  const choices = entity.workflows.filter(({ key }) => !offered || offered.includes(key))
  const asked = {
    entity: entity.key,
    record: record.id,
    ...(workflow ? { workflow } : {}),
    ...(changes ? { changes } : {}),
  }
  const { data, error } = useQuery({
    queryKey: [...approvalsKey, 'simulation', asked, record.version],
    queryFn: () => simulate(asked),
    retry: false,
  })
  const asking = (data?.steps ?? []).filter(({ people }) => people.length > 0)
  const submitting = useMutation({
    mutationFn: () => submitRecord({ ...asked, comment }),
    onSuccess: () => {
      void message.success(t('approval.submitted'))
      void queryClient.invalidateQueries({ queryKey: approvalsKey })
      void queryClient.invalidateQueries({ queryKey: ['records', entity.key] })
      onClose()
      onSubmitted?.()
    },
  })
  const findings = submitting.error ? findingsOf(submitting.error, ['workflow', 'comment']) : NO_FINDINGS

  return (
    <Modal
      open
      title={t(changes ? 'approval.propose' : 'approval.submit')}
      okText={t('approval.submit')}
      okButtonProps={{ disabled: !data }}
      confirmLoading={submitting.isPending}
      onOk={() => submitting.mutate()}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <FindingsAlert findings={findings} />
        {choices.length > 1 && (
          <Form.Item
            label={t('approval.workflow')}
            htmlFor="approval-workflow"
            {...findingProps(findings, 'workflow')}
          >
            <Select
              id="approval-workflow"
              allowClear
              placeholder={t('approval.workflow_by_itself')}
              value={workflow}
              onChange={setWorkflow}
              options={choices.map((each) => ({ value: each.key, label: labelOf(each) }))}
            />
          </Form.Item>
        )}
        {error && <Alert type="warning" showIcon title={errorText(error)} />}
        {!data && !error && <Skeleton active paragraph={{ rows: 2 }} />}
        {data && (
          <Form.Item label={t('approval.who_decides', { name: labelOf(data, data.workflow) })}>
            {data.outcome === 'rejected' && (
              <Alert type="warning" showIcon title={t('approval.nobody_can_decide')} />
            )}
            {data.outcome === 'approved' && asking.length === 0 && (
              <p className={styles['quiet']}>{t('approval.nobody_decides')}</p>
            )}
            <Steps
              orientation="vertical"
              size="small"
              current={-1}
              items={asking.map((step) => ({
                title: labelOf(step, step.node),
                content: format.list(step.people.map(({ label }) => label ?? '?')),
              }))}
            />
          </Form.Item>
        )}
        <Form.Item
          label={t('approval.comment_label')}
          htmlFor="submit-comment"
          {...findingProps(findings, 'comment')}
        >
          <Input.TextArea
            id="submit-comment"
            rows={3}
            maxLength={5000}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
