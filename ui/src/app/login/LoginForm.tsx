import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { logIn } from '../../api/session'
import { errorText, isProblem } from '../../api/problem'

interface Credentials {
  username: string
  password: string
}

export function LoginForm({ onDone }: { onDone: () => void | Promise<void> }) {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const submit = async (credentials: Credentials) => {
    setBusy(true)
    setProblem(null)
    try {
      await logIn(credentials.username.trim(), credentials.password)
      await onDone()
    } catch (error) {
      setProblem(explain(error, t))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={submit} size="large">
      {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
      <Form.Item
        name="username"
        label={t('login.username')}
        rules={[{ required: true, message: t('login.username_missing') }]}
      >
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('login.password')}
        rules={[{ required: true, message: t('login.password_missing') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t('login.submit')}
      </Button>
    </Form>
  )
}

function explain(error: unknown, t: (key: string) => string): string {
  if (isProblem(error, 0)) return t('app.server_silent')
  if (isProblem(error, 400, 401)) return error.problem.detail || t('login.wrong')
  if (isProblem(error, 429)) return error.problem.detail || t('login.throttled')
  return errorText(error)
}
