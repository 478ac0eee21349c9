import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { pathLabel } from '../filter/pathLabel'
import { useLabel } from '../../schema/labels'
import type { Column } from './columns'
import { stopStyle } from './frozen'
import { ColumnResizer } from './ColumnResizer'
import { QuickFilter } from './QuickFilter'
import { toggleSort } from './urlState'
import type { ListData } from './useListData'
import styles from './Grid.module.css'

interface GridHeaderProps {
  data: ListData
  ids: string[]
  selected: ReadonlySet<string>
  onSelect: (ids: ReadonlySet<string>) => void
}

export function GridHeader({ data, ids, selected, onSelect }: GridHeaderProps) {
  const { t } = useTranslation()
  const { columns } = data
  const isAll = ids.length > 0 && ids.every((id) => selected.has(id))
  return (
    <div role="rowgroup" className={styles['head']}>
      <div role="row" className={styles['headRow']} aria-rowindex={1}>
        <div role="columnheader" className={`${styles['headCell']} ${styles['pick']}`}>
          <Checkbox
            checked={isAll}
            indeterminate={!isAll && selected.size > 0}
            disabled={ids.length === 0}
            onChange={() => onSelect(new Set(isAll ? [] : ids))}
            aria-label={t('list.select_all')}
          />
        </div>
        {columns.map((column) => (
          <HeaderCell key={column.path} data={data} column={column} />
        ))}
        <div />
      </div>
    </div>
  )
}

function HeaderCell({ data, column }: { data: ListData; column: Column }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { sort, change, choice, changeColumns } = data
  const position = sort.findIndex(({ path }) => path === column.path)
  const key = sort[position]
  const label = pathLabel(column.steps, labelOf)
  const direction = !key ? 'none' : key.isDescending ? 'descending' : 'ascending'

  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={styles['headCell']}
      data-numeric={column.isNumeric}
      data-frozen={column.stop !== undefined}
      style={stopStyle(column)}
    >
      <button
        type="button"
        className={styles['sort']}
        disabled={!column.field.sortable}
        title={column.field.sortable ? t('list.sort_hint', { field: label }) : label}
        onClick={(event) => change({ sort: toggleSort(sort, column.path, event.shiftKey) })}
      >
        <span className={styles['headLabel']} dir="auto">
          {label}
        </span>
        {key && (key.isDescending ? <ArrowDownOutlined /> : <ArrowUpOutlined />)}
        {key && sort.length > 1 && <sub>{position + 1}</sub>}
      </button>
      {column.field.filterable && <QuickFilter data={data} column={column} label={label} />}
      <ColumnResizer
        label={label}
        width={column.width}
        onResize={(width) => changeColumns({ widths: { ...choice.widths, [column.path]: width } })}
      />
    </div>
  )
}
