import type { ReactNode } from 'react'
import { LanguageSwitch } from './LanguageSwitch'
import { UserMenu } from './UserMenu'
import styles from './Header.module.css'

export function Header({ menuButton }: { menuButton: ReactNode }) {
  return (
    <header className={styles['header']}>
      {menuButton}
      <div className={styles['search']} />
      <LanguageSwitch isSaved isIconOnly />
      <UserMenu />
    </header>
  )
}
