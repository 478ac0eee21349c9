import { Input, type InputRef } from 'antd'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatUngrouped, groupDigits, isDecimal, readNumber } from '../../shared/format/numbers'
import { sharedProps } from './inputProps'
import type { InputProps } from '../types'

interface NumberInputProps extends InputProps {
  scale?: number
  suffix?: ReactNode
}

/**
 * Decimal text in, decimal text out: digits are never turned into a binary float, nothing is rounded, and what is no
 * number stays where it was typed until it is one.
 */
export function NumberInput({ scale, suffix, ...props }: NumberInputProps) {
  const { field, value, onChange, onInvalid } = props
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const stored = isDecimal(value) ? withoutIdleZeros(String(value), scale) : ''
  const shown = field.grouped === false ? stored : groupDigits(stored)

  const enter = () => {
    if (typed !== null || shown === stored) return
    setTyped(stored)
    requestAnimationFrame(() => input.current?.select())
  }
  const type = (text: string) => {
    setTyped(text)
    const read = readNumber(text)
    if (read !== null) onChange(read === '' ? null : read)
    onInvalid?.(read === null ? t('field.number_invalid', { text }) : null)
  }
  const leave = () => {
    if (!onInvalid || readNumber(typed ?? '') !== null) setTyped(null)
  }

  return (
    <Input
      {...sharedProps(props)}
      ref={input}
      value={typed ?? shown}
      inputMode={scale === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      suffix={suffix}
      onFocus={enter}
      onChange={(event) => type(event.target.value)}
      onBlur={leave}
      style={{ width: '100%' }}
    />
  )
}

const ALIGNED_DIGITS = 2

/** `420.000` is 420; two decimals stay, as everywhere. */
function withoutIdleZeros(text: string, scale = 0): string {
  return scale > ALIGNED_DIGITS ? formatUngrouped(text) : text
}
