import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Total } from '../../api/viewDocuments'
import { pathLabel } from '../filter/pathLabel'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import type { Column } from './columns'
import { stopStyle } from './frozen'
import { useTotals } from './totals'
import type { ListData } from './useListData'
import styles from './Grid.module.css'

const FUNCTIONS = ['sum', 'avg', 'min', 'max'] as const satisfies Total[]

/** One line below the rows: sum, average, extremes of columns of numbers, over all that match. */
export function GridFooter({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { entity, question, columns, choice, view, changeColumns } = data
  const { values, isStale } = useTotals(entity, question, columns)
  if (!columns.some(({ total }) => total)) return null
  const totals = choice.totals ?? view?.totals ?? {}
  const set = (path: string, total: Total | undefined) => {
    const others = Object.fromEntries(Object.entries(totals).filter(([other]) => other !== path))
    changeColumns({ totals: total ? { ...others, [path]: total } : others })
  }
  return (
    <div role="rowgroup" className={styles['foot']} data-stale={isStale}>
      <div role="row" className={styles['footRow']}>
        <div role="gridcell" className={`${styles['footCell']} ${styles['pick']}`} />
        {columns.map((column, position) => (
          <div
            key={column.path}
            role="gridcell"
            className={styles['footCell']}
            data-frozen={column.stop !== undefined}
            data-first={position === 0}
            style={stopStyle(column)}
          >
            {column.isNumeric ? (
              <TotalCell
                column={column}
                label={pathLabel(column.steps, labelOf)}
                value={values?.[`c${position}`]}
                onChange={(total) => set(column.path, total)}
              />
            ) : (
              position === 0 && t('views.totals')
            )}
          </div>
        ))}
        <div />
      </div>
    </div>
  )
}

interface TotalCellProps {
  column: Column
  label: string
  value: unknown
  onChange: (total: Total | undefined) => void
}

function TotalCell({ column, label, value, onChange }: TotalCellProps) {
  const { t } = useTranslation()
  const text = useTotalText(column)(value)
  const { total } = column
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [total ?? 'none'],
        items: [...FUNCTIONS, 'none' as const].map((key) => ({ key, label: t(`views.total_${key}`) })),
        onClick: ({ key }) => onChange(FUNCTIONS.find((name) => name === key)),
      }}
    >
      <button
        type="button"
        className={styles['total']}
        aria-label={t('views.total_of', { field: label })}
        title={total && `${t(`views.total_${total}`)}: ${text}`}
      >
        <small>{total ? t(`views.total_${total}`) : '–'}</small>
        {total && <span>{text}</span>}
      </button>
    </Dropdown>
  )
}

/** Amounts of money add up in the company's currency. */
export function useTotalText({ field }: Column): (value: unknown) => string {
  const { base_currency } = useSchema()
  const format = useFormat()
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return '–'
    if (field.kind === 'money' || field.result === 'money') return format.money(String(value), base_currency)
    if (field.kind === 'percent' || field.result === 'percent')
      return format.percent(String(Number(value) * 100))
    return format.number(String(value))
  }
}
