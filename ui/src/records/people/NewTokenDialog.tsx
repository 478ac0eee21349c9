import { useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox, Form, Input, Modal, Select, Typography } from 'antd'
import { useState } from 'react'
import { makeToken, SCOPES, type NewToken, type TokenWish } from '../../api/account'
import { errorText, isProblem } from '../../api/problem'
import { useAccountTexts } from './accountTexts'

const LIVES = [7, 30, 90, 365]

/** Asks what a token is for, then shows it once. */
export function NewTokenDialog({ userId, onClose }: { userId?: string | undefined; onClose: () => void }) {
  const t = useAccountTexts()
  const client = useQueryClient()
  const [form] = Form.useForm<TokenWish>()
  const [made, setMade] = useState<NewToken | null>(null)
  const [isBusy, setBusy] = useState(false)

  const send = async (wish: TokenWish) => {
    setBusy(true)
    try {
      setMade(await makeToken(wish, userId))
      await client.invalidateQueries({ queryKey: ['account', 'sessions'] })
    } catch (error) {
      const place = isProblem(error) ? error.issues[0]?.path : undefined
      const name = place === 'scopes' || place === 'days' ? place : 'label'
      form.setFields([{ name, errors: [errorText(error)] }])
    } finally {
      setBusy(false)
    }
  }

  if (made)
    return (
      <Modal
        open
        title={t('token_made')}
        okText={t('done')}
        cancelButtonProps={{ style: { display: 'none' } }}
        onOk={onClose}
        onCancel={onClose}
        mask={{ closable: false }}
      >
        <Alert type="warning" showIcon title={t('token_made_hint')} style={{ marginBottom: 16 }} />
        <Typography.Text code copyable style={{ overflowWrap: 'anywhere' }}>
          {made.token}
        </Typography.Text>
      </Modal>
    )
  return (
    <Modal
      open
      title={t('make_token')}
      okText={t('make_token')}
      cancelText={t('cancel')}
      confirmLoading={isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<TokenWish>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ scopes: ['read'], days: 90 }}
        onFinish={(wish) => void send(wish)}
      >
        <Form.Item
          name="label"
          label={t('token_label')}
          rules={[{ required: true, whitespace: true, message: t('token_label_missing') }]}
        >
          <Input maxLength={100} placeholder={t('token_label_example')} autoFocus />
        </Form.Item>
        <Form.Item
          name="scopes"
          label={t('token_scopes')}
          rules={[{ required: true, message: t('token_scopes_missing') }]}
        >
          <Checkbox.Group options={SCOPES.map((value) => ({ value, label: t(`scope.${value}`) }))} />
        </Form.Item>
        <Form.Item name="days" label={t('token_days')}>
          <Select options={LIVES.map((count) => ({ value: count, label: t('days', { count }) }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
