import { CheckOutlined, MinusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Blank } from '../parts/Blank'
import type { CellProps } from '../types'

export function BooleanCell({ value, inline }: CellProps) {
  const { t } = useTranslation()
  if (typeof value !== 'boolean') return <Blank inline={inline} />
  const text = t(value ? 'field.yes' : 'field.no')
  if (!inline) return <span>{text}</span>
  return value ? (
    <CheckOutlined aria-label={text} style={{ color: 'var(--ant-color-success)' }} />
  ) : (
    <MinusOutlined aria-label={text} style={{ color: 'var(--ant-color-text-quaternary)' }} />
  )
}
