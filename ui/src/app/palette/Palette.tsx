import { SearchOutlined } from '@ant-design/icons'
import { Modal, Spin } from 'antd'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { usePaletteItems, type PaletteItem } from './usePaletteItems'
import styles from './Palette.module.css'

/** Ctrl/Cmd+K: records, screens and new records, all from the keyboard. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      open
      footer={null}
      closable={false}
      onCancel={onClose}
      width={620}
      style={{ top: '12vh' }}
      styles={{ container: { padding: 0, overflow: 'hidden' } }}
      title={<span className="visually-hidden">{t('app.search')}</span>}
      classNames={{ header: 'visually-hidden' }}
    >
      <PaletteBody onClose={onClose} />
    </Modal>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { items, isSearching } = usePaletteItems(typed)
  const chosen = Math.min(at, items.length - 1)

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const run = (item: PaletteItem | undefined) => {
    if (!item) return
    onClose()
    item.run()
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((chosen + step + items.length) % Math.max(items.length, 1))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(items[chosen])
    }
  }

  return (
    <>
      <div className={styles['search']}>
        <SearchOutlined aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={items[chosen] ? `${id}-${chosen}` : undefined}
          aria-label={t('app.search')}
          placeholder={t('app.search')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={press}
        />
        {isSearching && <Spin size="small" />}
      </div>
      <ul ref={list} id={id} role="listbox" aria-label={t('app.search')} className={styles['items']}>
        {items.map((item, position) => (
          <PaletteRow
            key={item.key}
            id={`${id}-${position}`}
            item={item}
            isChosen={position === chosen}
            isFirstOfGroup={items[position - 1]?.group !== item.group}
            onPoint={() => setAt(position)}
            onRun={() => run(item)}
          />
        ))}
        {items.length === 0 && !isSearching && (
          <li className={styles['nothing']}>{t('field.nothing_found')}</li>
        )}
      </ul>
    </>
  )
}

interface PaletteRowProps {
  id: string
  item: PaletteItem
  isChosen: boolean
  isFirstOfGroup: boolean
  onPoint: () => void
  onRun: () => void
}

function PaletteRow({ id, item, isChosen, isFirstOfGroup, onPoint, onRun }: PaletteRowProps) {
  const { t } = useTranslation()
  return (
    <>
      {isFirstOfGroup && (
        <li role="presentation" className={styles['group']}>
          {t(`palette.${item.group}`)}
        </li>
      )}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the input above has the keys */}
      <li
        id={id}
        role="option"
        aria-selected={isChosen}
        className={styles['item']}
        onMouseMove={onPoint}
        onClick={onRun}
      >
        {item.icon}
        <span className={styles['label']} dir="auto">
          {item.label.slice(0, 200)}
        </span>
        {item.hint && <span className={styles['hint']}>{item.hint}</span>}
      </li>
    </>
  )
}
