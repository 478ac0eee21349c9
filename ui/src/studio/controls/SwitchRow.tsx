import { Switch } from 'antd'
import { useId } from 'react'
import styles from './SwitchRow.module.css'

interface SwitchRowProps {
  label: string
  help?: string
  checked: boolean
  onChange: (isOn: boolean) => void
  disabled?: boolean
}

/** A setting that is on or off, with one sentence about what that means. */
export function SwitchRow({ label, help, checked, onChange, disabled }: SwitchRowProps) {
  const id = useId()
  return (
    <div className={styles['row']}>
      <div>
        <label htmlFor={id}>{label}</label>
        {help && (
          <div id={`${id}-help`} className={styles['help']}>
            {help}
          </div>
        )}
      </div>
      <Switch
        id={id}
        checked={checked}
        disabled={disabled ?? false}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={onChange}
      />
    </div>
  )
}
