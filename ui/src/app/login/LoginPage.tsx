import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { Logo } from '../../shared/Logo'
import { useDocumentTitle } from '../../shared/documentTitle'
import { LanguageSwitch } from '../shell/LanguageSwitch'
import { LoginForm } from './LoginForm'
import { Providers } from './Providers'
import styles from './LoginPage.module.css'

const POINTS = ['point_shape', 'point_fast', 'point_audit'] as const

export function LoginPage() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const next = localPath(search.get('next'))
  useDocumentTitle(t('login.title'))

  return (
    <div className={styles['page']}>
      <section className={styles['claim']} aria-hidden="true">
        <Logo size={40} withName />
        <p className={styles['claimText']}>{t('login.claim')}</p>
        <ul className={styles['points']}>
          {POINTS.map((point) => (
            <li key={point}>{t(`login.${point}`)}</li>
          ))}
        </ul>
      </section>
      <main className={styles['main']}>
        <div className={styles['language']}>
          <LanguageSwitch isSaved={false} />
        </div>
        <div className={styles['card']}>
          <span className={styles['cardLogo']}>
            <Logo size={36} withName />
          </span>
          <h1 className={styles['title']}>{t('login.welcome')}</h1>
          <p className={styles['subtitle']}>{t('login.subtitle')}</p>
          <LoginForm before={<Providers next={next} />} onDone={() => navigate(next, { replace: true })} />
        </div>
      </main>
    </div>
  )
}

/** Only a path of this product: an address of somebody else must not be reachable through our login. */
function localPath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}
