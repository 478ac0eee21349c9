import { InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { groupDigits, readNumber } from '../../shared/format/numbers'
import { literalList, literalText, type Literal } from '../literal'
import type { FilterProps } from '../types'
import { FilterRange } from './FilterRange'

interface NumberFilterProps extends FilterProps {
  literalType?: 'number' | 'percent'
}

export function NumberFilter({
  field,
  operator,
  value,
  onChange,
  literalType = 'number',
}: NumberFilterProps) {
  const { t } = useTranslation()
  const literals = literalList(value)
  const read = (typed: string | number | null): Literal | undefined =>
    typed === null || typed === '' ? undefined : { type: literalType, text: String(typed) }

  const write = (typed: string) => (field.grouped === false ? typed : groupDigits(typed))
  const input = (position: 0 | 1, label: string) => (
    <InputNumber<string | number>
      stringMode
      controls={false}
      aria-label={label}
      value={literalText(literals[position]) || null}
      formatter={(typed) => write(String(typed ?? ''))}
      parser={(typed) => readNumber(typed ?? '') ?? ''}
      suffix={literalType === 'percent' ? '%' : undefined}
      onChange={(typed) => onChange(replaceAt(literals, position, read(typed)))}
      style={{ width: '100%' }}
    />
  )

  if (operator !== 'between') return input(0, t('filter.value'))
  return <FilterRange from={input(0, t('filter.from'))} to={input(1, t('filter.to'))} />
}

/** A single literal stays single; a range keeps both its places. */
export function replaceAt(
  literals: Literal[],
  position: 0 | 1,
  literal: Literal | undefined,
): Literal[] | Literal | null {
  if (position === 0 && literals.length < 2) return literal ?? null
  const next = [...literals]
  if (literal) next[position] = literal
  else next.splice(position, 1)
  return next
}
