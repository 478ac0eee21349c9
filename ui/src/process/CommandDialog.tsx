import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApprovalCase, OwnTask } from '../api/approvals'
import { WANT_COMMENT, type DialogAction } from './commandAsks'
import { CommandInputs } from './CommandInputs'
import { FillingInputs } from './FillingInputs'
import { findingProps } from './findings'
import { FindingsAlert } from './FindingsAlert'
import { useCommand } from './useCommand'

interface CommandDialogProps {
  approval: ApprovalCase
  action: DialogAction
  task?: OwnTask | undefined
  onClose: () => void
}

/** Asks for the comment and whatever else an action needs, then does it; what is refused is told at its input. */
export function CommandDialog({ approval, action, task, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const form = useCommand(approval, action, task)
  const send = () => void form.send().then((isDone) => isDone && onClose())

  return (
    <Modal
      open
      title={t(`approval.${action}`)}
      okText={t(`approval.${action}`)}
      okButtonProps={{ disabled: !form.isComplete, danger: action === 'reject' || action === 'end' }}
      confirmLoading={form.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <Form
        layout="vertical"
        onKeyDown={(event) =>
          (event.ctrlKey || event.metaKey) && event.key === 'Enter' && form.isComplete && send()
        }
      >
        <FindingsAlert findings={form.findings} />
        <FillingInputs filling={form.filling} entity={approval.entity ?? ''} findings={form.findings} />
        <CommandInputs form={form} approval={approval} task={task} />
        <Form.Item
          label={t('approval.comment_label')}
          htmlFor="approval-comment"
          required={WANT_COMMENT.has(action)}
          {...findingProps(form.findings, 'comment')}
        >
          <Input.TextArea
            id="approval-comment"
            autoFocus={form.asks.size === 0 && form.filling.fields.length === 0}
            rows={3}
            maxLength={5000}
            value={form.comment}
            onChange={({ target }) => form.setComment(target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
