import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

interface NewPasswordFieldsProps {
  /** Whose password it is: for the browser's password store. */
  username: string
  autoFocus: boolean
}

/** Asks for a new password twice: the fields `new` and `again` of the form that they stand in. */
export function NewPasswordFields({ username, autoFocus }: NewPasswordFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <Form.Item
        name="new"
        label={t('password.new')}
        rules={[{ required: true, message: t('password.new_missing') }]}
      >
        <Input.Password autoComplete="new-password" autoFocus={autoFocus} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('password.again')}
        dependencies={['new']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              value === getFieldValue('new')
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  )
}
