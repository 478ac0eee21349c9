import { Flex, Switch } from 'antd'
import type { ReactNode } from 'react'
import styles from './remind.module.css'

interface OptionalProps {
  label: string
  hint?: string
  isOn: boolean
  onSwitch: (isOn: boolean) => void
  children: ReactNode
}

/** A part of a rule that may be left out: a switch, and below it what it asks for. */
export function Optional({ label, hint, isOn, onSwitch, children }: OptionalProps) {
  return (
    <section className={styles['part']} data-on={isOn}>
      <Flex gap={10} align="center">
        <Switch size="small" checked={isOn} aria-label={label} onChange={onSwitch} />
        <strong>{label}</strong>
      </Flex>
      {hint && <p className={styles['hint']}>{hint}</p>}
      {isOn && <div className={styles['inner']}>{children}</div>}
    </section>
  )
}
