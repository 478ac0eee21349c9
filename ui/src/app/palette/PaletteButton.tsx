import { SearchOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../shared/IconButton'
import { useIsNarrow } from '../../shared/media'
import { useHotkeys } from '../../shared/hotkeys'
import { commandKey } from '../../shared/platform'
import { Palette } from './Palette'
import styles from './PaletteButton.module.css'

export function PaletteButton() {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  useHotkeys({ 'mod+k': () => setOpen(true) })
  return (
    <>
      {isNarrow ? (
        <IconButton
          type="text"
          icon={<SearchOutlined />}
          label={t('app.search')}
          onClick={() => setOpen(true)}
        />
      ) : (
        <button type="button" className={styles['box']} onClick={() => setOpen(true)}>
          <SearchOutlined />
          <span className={styles['text']}>{t('app.search')}</span>
          <kbd className={styles['key']}>{commandKey('K')}</kbd>
        </button>
      )}
      {isOpen && <Palette onClose={() => setOpen(false)} />}
    </>
  )
}
