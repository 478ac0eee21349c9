import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './cells.module.css'

const FOLD_FROM = 600

/** Text with its line breaks; very long ones fold so that they do not push the page away. */
export function LongText({ text }: { text: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const isFolded = text.length > FOLD_FROM && !isOpen
  return (
    <>
      <p className={styles['long']} dir="auto">
        {isFolded ? `${text.slice(0, FOLD_FROM)}…` : text}
      </p>
      {text.length > FOLD_FROM && (
        <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'field.show_less' : 'field.show_more')}
        </Button>
      )}
    </>
  )
}
