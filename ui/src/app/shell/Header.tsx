import type { ReactNode } from 'react'
import { useIsStaff } from '../../api/useIsStaff'
import { useMayWrite } from '../../api/useMayWrite'
import { InboxBell } from '../../inbox/InboxBell'
import { PaletteButton } from '../palette/PaletteButton'
import { LanguageSwitch } from './LanguageSwitch'
import { UserMenu } from './UserMenu'
import styles from './Header.module.css'

export function Header({ menuButton }: { menuButton: ReactNode }) {
  const isStaff = useIsStaff()
  const mayWrite = useMayWrite()
  return (
    <header className={styles['header']}>
      {menuButton}
      <div className={styles['search']}>
        <PaletteButton />
      </div>
      {isStaff && mayWrite && <InboxBell />}
      <LanguageSwitch isSaved isIconOnly />
      <UserMenu />
    </header>
  )
}
