import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseEntry, Decision } from '../api/approvals'
import { findingProps } from './findings'
import { FindingsAlert } from './FindingsAlert'
import { useDecisions } from './useDecisions'

interface DecisionDialogProps {
  decision: Decision
  chosen: readonly CaseEntry[]
  onClose: () => void
  /** Those that were refused stay chosen. */
  onDecided: (refused: readonly CaseEntry[]) => void
}

/** Asks for the comment of many decisions; what is refused is told here, with what was typed. */
export function DecisionDialog({ decision, chosen, onClose, onDecided }: DecisionDialogProps) {
  const { t } = useTranslation()
  const { comment, setComment, findings, isPending, send } = useDecisions({
    decision,
    chosen,
    onClose,
    onDecided,
  })
  const needsComment = decision === 'reject' && comment.trim() === ''
  return (
    <Modal
      open
      title={t(`approval.${decision}_many`, { count: chosen.length })}
      okText={t(`approval.${decision}`)}
      okButtonProps={{ danger: decision === 'reject', disabled: needsComment || chosen.length === 0 }}
      confirmLoading={isPending}
      onOk={send}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <FindingsAlert findings={findings} />
        <Form.Item
          label={t('approval.comment_label')}
          htmlFor="decision-comment"
          required={decision === 'reject'}
          {...findingProps(findings, 'comment')}
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
