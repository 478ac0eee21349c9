import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkeys } from '../../shared/hotkeys'
import { commandKey } from '../../shared/platform'
import { Signal } from '../../shared/signal'
import { useSignal } from '../../shared/useSignal'
import styles from './ShortcutHelp.module.css'

export const shortcutHelpAsked = new Signal<void>()

const SHORTCUTS: [string, string[]][] = [
  ['palette', [commandKey('K')]],
  ['search', ['/']],
  ['move', ['J', 'K']],
  ['open', ['Enter']],
  ['select', ['X']],
  ['create', ['N']],
  ['save', [commandKey('Enter')]],
  ['close', ['Esc']],
  ['sort_more', ['Shift + ↵']],
  ['help', ['?']],
]

export function ShortcutHelp() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  useHotkeys({ '?': () => setOpen(true) })
  useSignal(shortcutHelpAsked, () => setOpen(true))
  return (
    <Modal open={isOpen} footer={null} title={t('app.shortcuts')} onCancel={() => setOpen(false)} width={420}>
      <dl className={styles['list']}>
        {SHORTCUTS.map(([name, keys]) => (
          <div key={name} className={styles['line']}>
            <dt>{t(`shortcut.${name}`)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={styles['key']}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
