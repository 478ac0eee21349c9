import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { ICON_NAMES, NamedIcon } from '../../shared/icons'
import { useTexts } from '../texts'
import styles from './IconPicker.module.css'

interface IconPickerProps {
  value: string | undefined
  onChange: (name: string) => void
}

function readable(name: string): string {
  return name.replace(/Outlined$/, '').replace(/([a-z])([A-Z])/g, '$1 $2')
}

export function IconPicker({ value, onChange }: IconPickerProps) {
  const t = useTexts()
  const [isOpen, setOpen] = useState(false)
  const choose = (name: string) => {
    onChange(name)
    setOpen(false)
  }
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<IconGrid value={value} onChoose={choose} />}
    >
      <Button icon={<NamedIcon name={value} />} aria-label={t('controls.icon')}>
        {t('controls.choose_icon')}
      </Button>
    </Popover>
  )
}

function IconGrid({ value, onChoose }: { value: string | undefined; onChoose: (name: string) => void }) {
  const t = useTexts()
  const [wanted, setWanted] = useState('')
  const names = ICON_NAMES.filter((name) => readable(name).toLowerCase().includes(wanted.toLowerCase()))
  return (
    <div className={styles['picker']}>
      <Input
        allowClear
        prefix={<SearchOutlined />}
        placeholder={t('controls.find_icon')}
        aria-label={t('controls.find_icon')}
        onChange={({ target }) => setWanted(target.value)}
      />
      <div className={styles['grid']} role="listbox" aria-label={t('controls.icon')}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="option"
            className={styles['icon']}
            aria-selected={name === value}
            aria-label={readable(name)}
            title={readable(name)}
            onClick={() => onChoose(name)}
          >
            <NamedIcon name={name} />
          </button>
        ))}
      </div>
      {names.length === 0 && <p className={styles['nothing']}>{t('controls.no_icon')}</p>}
    </div>
  )
}
