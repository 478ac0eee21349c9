import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { PageSkeleton } from '../../shared/PageSkeleton'
import { useIsNarrow } from '../../shared/media'
import { usePreferences } from '../../shared/preferences'
import { CreateHost } from '../../records/create/CreateHost'
import { SessionDialog } from '../login/SessionDialog'
import { UnsavedGuard } from '../UnsavedGuard'
import { ServerHint } from './ServerHint'
import { ChangePassword } from './ChangePassword'
import { ShortcutHelp } from './ShortcutHelp'
import { Header } from './Header'
import { PreviewBanner } from './PreviewBanner'
import { MenuDrawer } from './MenuDrawer'
import { SideMenu } from './SideMenu'
import styles from './Shell.module.css'

export function Shell() {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const { menuCollapsed } = usePreferences()

  return (
    <CreateHost>
      <div className={styles['shell']} data-collapsed={menuCollapsed} data-narrow={isNarrow}>
        <a href="#content" className={styles['skip']}>
          {t('app.skip')}
        </a>
        {!isNarrow && <SideMenu isCollapsed={menuCollapsed} />}
        <div className={styles['column']}>
          <PreviewBanner />
          <Header menuButton={isNarrow ? <MenuDrawer /> : null} />
          <ServerHint />
          <main id="content" className={styles['content']} tabIndex={-1}>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
      <UnsavedGuard />
      <SessionDialog />
      <ShortcutHelp />
      <ChangePassword />
    </CreateHost>
  )
}
