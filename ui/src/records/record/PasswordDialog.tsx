import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText, isProblem } from '../../api/problem'
import { NewPasswordFields } from '../../shared/NewPasswordFields'

export interface Passwords {
  current?: string
  new: string
}

interface PasswordDialogProps {
  title: string
  hint: string
  /** Whose password it is. */
  username: string
  asksCurrent?: boolean
  onSend: (passwords: Passwords) => Promise<unknown>
  onClose: () => void
}

/** Asks for a new password twice, and for the current one where it is one's own. */
export function PasswordDialog({ title, hint, username, asksCurrent, onSend, onClose }: PasswordDialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Passwords>()
  const [isBusy, setBusy] = useState(false)

  const send = async ({ current, new: chosen }: Passwords) => {
    setBusy(true)
    try {
      await onSend({ ...(asksCurrent ? { current: current ?? '' } : {}), new: chosen })
      void message.success(t('password.changed'))
      onClose()
    } catch (error) {
      form.setFields([{ name: faultyField(error), errors: [errorText(error)] }])
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={title}
      width={440}
      okText={t('password.save')}
      cancelText={t('form.cancel')}
      confirmLoading={isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p style={{ color: 'var(--ant-color-text-secondary)' }}>{hint}</p>
      <Form<Passwords>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(sent) => void send(sent)}
      >
        {asksCurrent && (
          <Form.Item
            name="current"
            label={t('password.current')}
            rules={[{ required: true, message: t('password.current_missing') }]}
          >
            <Input.Password autoComplete="current-password" autoFocus />
          </Form.Item>
        )}
        <NewPasswordFields username={username} autoFocus={!asksCurrent} />
        <button type="submit" hidden />
      </Form>
    </Modal>
  )
}

function faultyField(error: unknown): keyof Passwords {
  return isProblem(error) && error.issues[0]?.path === 'current' ? 'current' : 'new'
}
