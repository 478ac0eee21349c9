import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { beginSecondFactor, type SecondFactorSetup } from '../../api/account'
import { logOut } from '../../api/session'
import { useDocumentTitle } from '../../shared/documentTitle'
import { Logo } from '../../shared/Logo'
import { PasswordQuestion } from './PasswordQuestion'
import { RecoveryCodes, SetupSteps } from './SecondFactorSetup'
import { useAccountTexts } from '../../records/people/accountTexts'
import styles from './account.module.css'

/** Before anything else: the organisation asks for a second factor. */
export function EnrolPage() {
  const t = useAccountTexts()
  const { t: tApp } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const [setup, setSetup] = useState<SecondFactorSetup | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  useDocumentTitle(t('factor.enrol_title'))
  const leave = async () => {
    await logOut()
    await navigate('/login', { replace: true })
  }
  return (
    <main className={styles['enrol']}>
      <Logo size={36} withName />
      <h1 className={styles['title']}>{t('factor.enrol_title')}</h1>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => void client.invalidateQueries()} />
      ) : setup ? (
        <SetupSteps setup={setup} onConfirmed={setCodes} />
      ) : (
        <>
          <p>{t('factor.enrol_text')}</p>
          <Button type="primary" size="large" block onClick={() => setAsking(true)}>
            {t('factor.set_up')}
          </Button>
        </>
      )}
      <Button type="link" onClick={() => void leave()}>
        {tApp('app.log_out')}
      </Button>
      {isAsking && (
        <PasswordQuestion
          onSend={async (password) => {
            setSetup(await beginSecondFactor(password))
            setAsking(false)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </main>
  )
}
