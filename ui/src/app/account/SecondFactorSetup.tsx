import { Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { confirmSecondFactor, type SecondFactorSetup } from '../../api/account'
import { errorText } from '../../api/problem'
import { useAccountTexts } from '../../records/people/accountTexts'
import styles from './account.module.css'

interface SetupStepsProps {
  setup: SecondFactorSetup
  onConfirmed: (recoveryCodes: string[]) => void
}

/** Scan, type the code, done. The picture is shown as an image, so that nothing in it could run. */
export function SetupSteps({ setup, onConfirmed }: SetupStepsProps) {
  const t = useAccountTexts()
  const [form] = Form.useForm<{ code: string }>()
  const [isBusy, setBusy] = useState(false)
  const send = async ({ code }: { code: string }) => {
    setBusy(true)
    try {
      onConfirmed((await confirmSecondFactor(code)).recovery_codes)
    } catch (error) {
      form.setFields([{ name: 'code', errors: [errorText(error)] }])
      setBusy(false)
    }
  }
  const picture = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(setup.picture)}`
  return (
    <div className={styles['setup']}>
      <p>{t('factor.scan')}</p>
      <img src={picture} alt={t('factor.scan')} width={200} height={200} className={styles['picture']} />
      <p className={styles['quiet']}>
        {t('factor.or_type')}{' '}
        <Typography.Text code copyable style={{ overflowWrap: 'anywhere' }}>
          {setup.secret}
        </Typography.Text>
      </p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(sent) => void send(sent)}>
        <Form.Item
          name="code"
          label={t('factor.code')}
          rules={[{ required: true, message: t('factor.code_missing') }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={isBusy}>
          {t('factor.turn_on')}
        </Button>
      </Form>
    </div>
  )
}

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useAccountTexts()
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(codes.join('\n'))}`
  return (
    <div className={styles['setup']}>
      <h3>{t('factor.codes')}</h3>
      <p className={styles['quiet']}>{t('factor.codes_hint')}</p>
      <ul className={styles['codes']}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles['buttons']}>
        <Button href={file} download="odos-recovery-codes.txt">
          {t('factor.download')}
        </Button>
        <Button type="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  )
}
