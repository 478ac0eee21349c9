import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkeys } from '../../shared/hotkeys'

const DELAY = 300

interface SearchBoxProps {
  value: string
  onSearch: (text: string) => void
}

/** Searches while typing, but not in the middle of a Chinese word that is still being composed. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  const [isComposing, setComposing] = useState(false)
  useHotkeys({ '/': () => input.current?.focus({ cursor: 'all' }) })

  if (seen !== value) {
    setSeen(value)
    setTyped(value)
  }

  useEffect(() => {
    if (isComposing || typed === value) return
    const timer = setTimeout(() => onSearch(typed), DELAY)
    return () => clearTimeout(timer)
  }, [typed, value, isComposing, onSearch])

  return (
    <Input
      ref={input}
      type="search"
      allowClear
      prefix={<SearchOutlined />}
      placeholder={t('list.search')}
      aria-label={t('list.search')}
      aria-keyshortcuts="/"
      value={typed}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') input.current?.blur()
      }}
    />
  )
}
