import { Alert, Button, Form, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { logIn } from '../../api/session'
import { errorText, isProblem } from '../../api/problem'
import { useAccountTexts } from '../../records/people/accountTexts'

interface Credentials {
  username: string
  password: string
  code?: string
}

interface LoginFormProps {
  onDone: () => void | Promise<void>
  /** Other ways in, above the first step. */
  before?: ReactNode
  /** Who goes on with interrupted work: only the password is asked for. */
  username?: string | undefined
}

/** Name and password; then, for whoever has a second factor, its code. */
export function LoginForm({ onDone, before, username: known }: LoginFormProps) {
  const { t } = useTranslation()
  const tAccount = useAccountTexts()
  const [form] = Form.useForm<Credentials>()
  const [problem, setProblem] = useState<string | null>(null)
  const [asksCode, setAsksCode] = useState(false)
  const [isBusy, setBusy] = useState(false)

  const submit = async ({ username, password, code }: Credentials) => {
    setBusy(true)
    setProblem(null)
    try {
      await logIn(username.trim(), password, code?.trim())
      await onDone()
    } catch (error) {
      const wantsCode = isProblem(error, 401) && error.issues[0]?.code === 'second_factor_required'
      if (wantsCode) setAsksCode(true)
      else setProblem(explain(error, t))
      form.setFieldValue('code', '')
    } finally {
      setBusy(false)
    }
  }
  const startOver = () => {
    setAsksCode(false)
    setProblem(null)
    form.resetFields()
  }

  return (
    <Form<Credentials>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={submit}
      size="large"
      initialValues={{ username: known }}
    >
      {!asksCode && before}
      {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
      <Form.Item
        hidden={asksCode}
        name="username"
        label={t('login.username')}
        rules={[{ required: true, message: t('login.username_missing') }]}
      >
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={!known} />
      </Form.Item>
      <Form.Item
        hidden={asksCode}
        name="password"
        label={t('login.password')}
        rules={[{ required: true, message: t('login.password_missing') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={Boolean(known)} />
      </Form.Item>
      {asksCode && (
        <Form.Item
          name="code"
          label={tAccount('login.code')}
          extra={tAccount('login.code_hint')}
          rules={[{ required: true, message: tAccount('login.code_missing') }]}
        >
          <Input autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} autoFocus />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t('login.submit')}
      </Button>
      {asksCode && (
        <Button type="link" block onClick={startOver}>
          {tAccount('login.back')}
        </Button>
      )}
    </Form>
  )
}

function explain(error: unknown, t: (key: string) => string): string {
  if (isProblem(error, 0)) return t('app.server_silent')
  if (isProblem(error, 400, 401)) return error.problem.detail || t('login.wrong')
  if (isProblem(error, 429)) return error.problem.detail || t('login.throttled')
  return errorText(error)
}
