import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Divider } from 'antd'
import { useSearchParams } from 'react-router'
import { signInMethodsQuery } from '../../api/account'
import { useAccountTexts } from '../../records/people/accountTexts'

const REFUSALS = ['denied', 'unknown', 'expired', 'failed']

/** Other ways to sign in than a password, and why the last try did not work. */
export function Providers({ next }: { next: string }) {
  const t = useAccountTexts()
  const [search] = useSearchParams()
  const { data } = useQuery(signInMethodsQuery)
  const refused = search.get('refused')
  if (!data || data.providers.length === 0) return null
  return (
    <>
      {refused && (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ marginBottom: 16 }}
          title={t(`login.refused_${REFUSALS.includes(refused) ? refused : 'failed'}`)}
        />
      )}
      {data.providers.map(({ key, label }) => (
        <Button key={key} size="large" block href={`/api/auth/${key}/start?next=${encodeURIComponent(next)}`}>
          {t('login.with', { name: label })}
        </Button>
      ))}
      <Divider plain>{t('login.or')}</Divider>
    </>
  )
}
