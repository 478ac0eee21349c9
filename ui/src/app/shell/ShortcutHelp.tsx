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

const IN_THE_CALENDAR: [string, string[]][] = [
  ['calendar_turn', ['J', 'K']],
  ['calendar_today', ['T']],
  ['calendar_view', ['M', 'W', 'D', 'A']],
  ['calendar_move', ['Alt + ← ↑ ↓ →']],
  ['calendar_stretch', ['Alt + Shift + ↑ ↓']],
]

export function ShortcutHelp() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  useHotkeys({ '?': () => setOpen(true) })
  useSignal(shortcutHelpAsked, () => setOpen(true))
  return (
    <Modal open={isOpen} footer={null} title={t('app.shortcuts')} onCancel={() => setOpen(false)} width={420}>
      <Lines shortcuts={SHORTCUTS} />
      <h4>{t('shortcut.calendar')}</h4>
      <Lines shortcuts={IN_THE_CALENDAR} />
    </Modal>
  )
}

function Lines({ shortcuts }: { shortcuts: [string, string[]][] }) {
  const { t } = useTranslation()
  return (
    <dl className={styles['list']}>
      {shortcuts.map(([name, keys]) => (
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
  )
}
