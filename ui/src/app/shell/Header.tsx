import type { ReactNode } from 'react'
import { useIsStaff } from '../../api/useIsStaff'
import { InboxBell } from '../../inbox/InboxBell'
import { currentPreview } from '../../shared/previewing'
import { PaletteButton } from '../palette/PaletteButton'
import { LanguageSwitch } from './LanguageSwitch'
import { UserMenu } from './UserMenu'
import styles from './Header.module.css'

export function Header({ menuButton }: { menuButton: ReactNode }) {
  const isStaff = useIsStaff()
  return (
    <header className={styles['header']}>
      {menuButton}
      <div className={styles['search']}>
        <PaletteButton />
      </div>
      {isStaff && !currentPreview() && <InboxBell />}
      <LanguageSwitch isSaved isIconOnly />
      <UserMenu />
    </header>
  )
}
