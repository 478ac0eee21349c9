import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../texts'
import styles from './FilterBar.module.css'

interface FilterBarProps {
  isFiltered: boolean
  onClear: () => void
  children: ReactNode
}

/** What narrows a list down, beside each other; what stands in a `data-wide` gets more room. */
export function FilterBar({ isFiltered, onClear, children }: FilterBarProps) {
  const t = useTexts()
  return (
    <search className={styles['bar']}>
      {children}
      {isFiltered && (
        <Button type="link" onClick={onClear}>
          {t('controls.clear_filters')}
        </Button>
      )}
    </search>
  )
}
