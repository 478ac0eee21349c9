import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Card, Modal, Tag } from 'antd'
import { useState } from 'react'
import {
  beginSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  secondFactorQuery,
  type SecondFactorSetup,
} from '../../api/account'
import { PasswordQuestion } from './PasswordQuestion'
import { RecoveryCodes, SetupSteps } from './SecondFactorSetup'
import { useAccountTexts } from '../../records/people/accountTexts'
import styles from './account.module.css'

type Wish = 'set_up' | 'renew' | 'remove'

export function SecondFactorCard() {
  const t = useAccountTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data: state } = useSuspenseQuery(secondFactorQuery)
  const [wish, setWish] = useState<Wish | null>(null)
  const [setup, setSetup] = useState<SecondFactorSetup | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const refresh = () => client.invalidateQueries(secondFactorQuery)

  const carryOut = async (password: string) => {
    if (wish === 'set_up') setSetup(await beginSecondFactor(password))
    if (wish === 'renew') setCodes((await renewRecoveryCodes(password)).recovery_codes)
    if (wish === 'remove') {
      await removeSecondFactor(password)
      void message.success(t('factor.removed'))
    }
    setWish(null)
    await refresh()
  }
  const close = () => {
    setSetup(null)
    setCodes(null)
    void refresh()
  }

  return (
    <Card
      title={t('factor.title')}
      extra={
        <Tag color={state.enabled ? 'green' : 'default'}>{t(state.enabled ? 'factor.on' : 'factor.off')}</Tag>
      }
    >
      <p className={styles['quiet']}>
        {t('factor.hint')} {state.required && t('factor.required')}
      </p>
      {state.enabled && <p>{t('factor.left', { count: state.recovery_left })}</p>}
      <div className={styles['buttons']}>
        {!state.enabled && (
          <Button type="primary" onClick={() => setWish('set_up')}>
            {t('factor.set_up')}
          </Button>
        )}
        {state.enabled && <Button onClick={() => setWish('renew')}>{t('factor.renew')}</Button>}
        {state.enabled && !state.required && (
          <Button danger onClick={() => setWish('remove')}>
            {t('factor.remove')}
          </Button>
        )}
      </div>
      {wish && <PasswordQuestion onSend={carryOut} onClose={() => setWish(null)} />}
      <Modal
        open={setup !== null || codes !== null}
        footer={null}
        width={420}
        title={t('factor.title')}
        mask={{ closable: false }}
        onCancel={close}
        destroyOnHidden
      >
        {codes ? (
          <RecoveryCodes codes={codes} onDone={close} />
        ) : (
          setup && <SetupSteps setup={setup} onConfirmed={setCodes} />
        )}
      </Modal>
    </Card>
  )
}
