import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { acceptInvitation, readInvitation } from '../../api/people'
import { errorText } from '../../api/problem'
import { logIn } from '../../api/session'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { useDocumentTitle } from '../../shared/documentTitle'
import { Logo } from '../../shared/Logo'
import { NewPasswordFields } from '../../shared/NewPasswordFields'
import { LanguageSwitch } from '../shell/LanguageSwitch'
import styles from './LoginPage.module.css'

/** Where whoever was invited chooses a password; the secret stands behind `#`, which no server logs. */
export function InvitationPage() {
  const t = usePeopleTexts()
  const token = useLocation().hash.slice(1)
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => readInvitation(token),
    retry: false,
    staleTime: Infinity,
  })
  useDocumentTitle(t('set_password'))
  return (
    <main className={styles['main']} style={{ minHeight: '100vh' }}>
      <div className={styles['language']}>
        <LanguageSwitch isSaved={false} />
      </div>
      <div className={styles['card']}>
        <Logo size={36} withName />
        {!data && !error && <Skeleton active />}
        {error && (
          <>
            <Alert type="warning" showIcon title={t('invitation_over')} style={{ marginBlock: 16 }} />
            <Link to="/login">{t('to_login')}</Link>
          </>
        )}
        {data && (
          <>
            <h1 className={styles['title']}>{t('welcome', { name: data.name })}</h1>
            <p className={styles['subtitle']}>{t('choose_password', { username: data.username })}</p>
            <PasswordForm token={token} username={data.username} />
          </>
        )}
      </div>
    </main>
  )
}

function PasswordForm({ token, username }: { token: string; username: string }) {
  const t = usePeopleTexts()
  const navigate = useNavigate()
  const [form] = Form.useForm<{ new: string; again: string }>()
  const [isBusy, setBusy] = useState(false)
  const send = async (chosen: string) => {
    setBusy(true)
    try {
      await acceptInvitation(token, chosen)
    } catch (error) {
      form.setFields([{ name: 'new', errors: [errorText(error)] }])
      setBusy(false)
      return
    }
    await logIn(username, chosen).then(
      () => navigate('/', { replace: true }),
      () => navigate('/login', { replace: true }), // a second factor is asked there
    )
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      size="large"
      onFinish={(sent) => void send(sent.new)}
    >
      <NewPasswordFields username={username} autoFocus />
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t('set_password')}
      </Button>
    </Form>
  )
}
