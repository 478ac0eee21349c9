import { InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { groupDigits, isDecimal, readNumber } from '../../shared/format/numbers'
import { sharedProps } from './inputProps'
import type { InputProps } from '../types'

interface NumberInputProps extends InputProps {
  scale?: number
  suffix?: ReactNode
}

/** Decimal text in, decimal text out: digits are never turned into a binary float. */
export function NumberInput({ scale, suffix, ...props }: NumberInputProps) {
  const { value, onChange } = props
  return (
    <InputNumber<string | number>
      {...sharedProps(props)}
      stringMode
      controls={false}
      changeOnWheel={false}
      value={isDecimal(value) ? String(value) : null}
      formatter={(typed) => (isYearLike(typed, scale) ? String(typed) : groupDigits(String(typed ?? '')))}
      parser={(typed) => readNumber(typed ?? '')}
      inputMode={scale === 0 ? 'numeric' : 'decimal'}
      {...(scale === undefined ? {} : { precision: scale })}
      suffix={suffix}
      onChange={(next) => onChange(next === null || next === '' ? null : String(next))}
      style={{ width: '100%' }}
    />
  )
}

/** Whole numbers of four digits are often years. */
function isYearLike(typed: string | number | undefined, scale: number | undefined): boolean {
  return scale === 0 && /^\d{4}$/.test(String(typed))
}
