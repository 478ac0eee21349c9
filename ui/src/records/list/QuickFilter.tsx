import { FilterFilled, FilterOutlined } from '@ant-design/icons'
import { App, Button, Popover } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import { useKinds } from '../../fields/kinds'
import { ConditionEditor } from '../filter/ConditionEditor'
import { useFilterTree, useFilterWriter } from '../filter/filterQueries'
import { blankCondition } from '../filter/normalise'
import { conditionOn, withCondition, type Condition } from '../filter/tree'
import type { Column } from './columns'
import type { ListData } from './useListData'
import styles from './Grid.module.css'

export type FilteredField = Pick<Column, 'path' | 'field' | 'entity'>

interface QuickFilterProps {
  data: ListData
  column: FilteredField
  label: string
  /** What opens it: in a header an icon, above the list a button with the name. */
  renderTrigger?: (present: Condition | undefined) => ReactNode
}

/** One condition on one column, without opening the builder. It is part of the same filter. */
export function QuickFilter({ data, column, label, renderTrigger }: QuickFilterProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const kinds = useKinds()
  const tree = useFilterTree(data.entity.key, data.filter)?.tree
  const write = useFilterWriter(data.entity.key)
  if (!tree || kinds[column.field.kind].operators.length === 0) return null
  const present = conditionOn(tree, column.path)

  const apply = (condition: Condition | null) => {
    setOpen(false)
    write(withCondition(tree, column.path, condition)).then(
      (written) => data.setFilter(written.text),
      (error: unknown) => void message.error(errorText(error)),
    )
  }

  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      title={t('filter.quick', { field: label })}
      content={<QuickFilterForm column={column} present={present} onApply={apply} />}
    >
      {renderTrigger?.(present) ?? (
        <button
          type="button"
          className={styles['quick']}
          data-active={present !== undefined}
          aria-label={t('filter.quick', { field: label })}
          title={t('filter.quick', { field: label })}
        >
          {present ? <FilterFilled /> : <FilterOutlined />}
        </button>
      )}
    </Popover>
  )
}

interface QuickFilterFormProps {
  column: FilteredField
  present: Condition | undefined
  onApply: (condition: Condition | null) => void
}

function QuickFilterForm({ column, present, onApply }: QuickFilterFormProps) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const [condition, setCondition] = useState(
    () => present ?? blankCondition(column.path, column.field, kinds),
  )
  return (
    <form
      className={styles['quickForm']}
      onSubmit={(event) => {
        event.preventDefault()
        onApply(condition)
      }}
    >
      <ConditionEditor
        condition={condition}
        field={column.field}
        entity={column.entity}
        onChange={setCondition}
        isStacked
      />
      <div className={styles['quickActions']}>
        <Button size="small" disabled={!present} onClick={() => onApply(null)}>
          {t('filter.clear_one')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  )
}
