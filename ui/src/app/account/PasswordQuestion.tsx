import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { useAccountTexts } from '../../records/people/accountTexts'

interface PasswordQuestionProps {
  onSend: (password: string) => Promise<void>
  onClose: () => void
}

/** Asks for the password again before something that a stranger at the desk must not do. */
export function PasswordQuestion({ onSend, onClose }: PasswordQuestionProps) {
  const t = useAccountTexts()
  const [form] = Form.useForm<{ current: string }>()
  const [isBusy, setBusy] = useState(false)
  const send = async ({ current }: { current: string }) => {
    setBusy(true)
    try {
      await onSend(current)
    } catch (error) {
      form.setFields([{ name: 'current', errors: [errorText(error)] }])
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={400}
      title={t('factor.confirm_password')}
      okText={t('factor.go_on')}
      cancelText={t('cancel')}
      confirmLoading={isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(sent) => void send(sent)}>
        <Form.Item
          name="current"
          label={t('factor.current')}
          rules={[{ required: true, message: t('factor.current_missing') }]}
        >
          <Input.Password autoComplete="current-password" autoFocus onPressEnter={() => form.submit()} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
