import type { ReactNode } from 'react'
import { InboxBell } from '../../inbox/InboxBell'
import { PaletteButton } from '../palette/PaletteButton'
import { LanguageSwitch } from './LanguageSwitch'
import { UserMenu } from './UserMenu'
import styles from './Header.module.css'

export function Header({ menuButton }: { menuButton: ReactNode }) {
  return (
    <header className={styles['header']}>
      {menuButton}
      <div className={styles['search']}>
        <PaletteButton />
      </div>
      <InboxBell />
      <LanguageSwitch isSaved isIconOnly />
      <UserMenu />
    </header>
  )
}
