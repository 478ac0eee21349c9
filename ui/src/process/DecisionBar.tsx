import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideMany, type CaseEntry, type Decision } from '../api/approvals'
import { errorText } from '../api/problem'
import { approvalsKey } from './queries'
import styles from './process.module.css'

const MOST = 100

interface DecisionBarProps {
  items: readonly CaseEntry[]
  chosen: readonly CaseEntry[]
  onChooseAll: (isAll: boolean) => void
}

/** Decides the chosen tasks together; what is refused stays, with its reason. */
export function DecisionBar({ items, chosen, onChooseAll }: DecisionBarProps) {
  const { t } = useTranslation()
  const [decision, setDecision] = useState<Decision | null>(null)
  const isTooMany = chosen.length > MOST
  return (
    <div className={styles['decide']}>
      <Checkbox
        checked={chosen.length === items.length}
        indeterminate={chosen.length > 0 && chosen.length < items.length}
        onChange={({ target }) => onChooseAll(target.checked)}
      >
        {chosen.length > 0 ? t('approval.chosen', { count: chosen.length }) : t('approval.choose_all')}
      </Checkbox>
      <span className={styles['spacer']} />
      {isTooMany && <span className={styles['quiet']}>{t('approval.too_many', { count: MOST })}</span>}
      <Button
        type="primary"
        icon={<CheckOutlined />}
        disabled={chosen.length === 0 || isTooMany}
        onClick={() => setDecision('approve')}
      >
        {t('approval.approve')}
      </Button>
      <Button
        danger
        icon={<CloseOutlined />}
        disabled={chosen.length === 0 || isTooMany}
        onClick={() => setDecision('reject')}
      >
        {t('approval.reject')}
      </Button>
      {decision && (
        <DecisionDialog
          decision={decision}
          chosen={chosen}
          onClose={() => setDecision(null)}
          onDecided={() => onChooseAll(false)}
        />
      )}
    </div>
  )
}

interface DialogProps {
  decision: Decision
  chosen: readonly CaseEntry[]
  onClose: () => void
  onDecided: () => void
}

function DecisionDialog({ decision, chosen, onClose, onDecided }: DialogProps) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const queryClient = useQueryClient()
  const [comment, setComment] = useState('')
  const needsComment = decision === 'reject' && comment.trim() === ''
  const deciding = useMutation({
    mutationFn: () =>
      decideMany(
        decision,
        chosen.flatMap(({ id, task }) => (task === null ? [] : [{ approval: id, task }])),
        comment,
      ),
    onSuccess: ({ decided, errors }) => {
      if (decided.length > 0) void message.success(t('approval.decided', { count: decided.length }))
      if (errors.length > 0) {
        modal.warning({
          title: t('approval.not_decided', { count: errors.length }),
          content: (
            <ul>
              {errors.map((error) => (
                <li key={`${error.approval}:${error.task}`}>
                  {chosen.find(({ id }) => id === error.approval)?.record.label ?? error.approval}:{' '}
                  {error.issues[0]?.message ?? error.detail}
                </li>
              ))}
            </ul>
          ),
        })
      }
      onDecided()
      onClose()
    },
    onError: (problem) => void message.error(errorText(problem)),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: approvalsKey })
      void queryClient.invalidateQueries({ queryKey: ['records'] })
    },
  })
  return (
    <Modal
      open
      title={t(`approval.${decision}_many`, { count: chosen.length })}
      okText={t(`approval.${decision}`)}
      okButtonProps={{ danger: decision === 'reject', disabled: needsComment }}
      confirmLoading={deciding.isPending}
      onOk={() => deciding.mutate()}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item
          label={t('approval.comment_label')}
          htmlFor="decision-comment"
          required={decision === 'reject'}
        >
          <Input.TextArea
            id="decision-comment"
            autoFocus
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
