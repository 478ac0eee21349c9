import { HolderOutlined, LockFilled, SettingOutlined, UnlockOutlined } from '@ant-design/icons'
import { closestCenter, type DragEndEvent } from '@dnd-kit/core'
import { arrayMove, SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Button, Checkbox, Popover, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { pathLabel } from '../filter/pathLabel'
import { useLabel } from '../../schema/labels'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { DragArea } from '../../shared/drag/DragArea'
import { useSortedThing } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { columnFields, frozenPaths, viewPaths } from './columns'
import type { ListData } from './useListData'
import styles from './ColumnChooser.module.css'

export function ColumnChooser({ data }: { data: ListData }) {
  const { t } = useTranslation()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      title={t('list.columns')}
      content={<ChooserPanel data={data} />}
    >
      <IconButton icon={<SettingOutlined />} label={t('list.columns')} />
    </Popover>
  )
}

/** Which columns, in which order, which of them stay in sight; the view keeps them when it is saved. */
function ChooserPanel({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const schema = useSchema()
  const { entity, view, choice, changeColumns, columns } = data
  const paths = choice.paths ?? viewPaths(entity, view)
  const labelFor = (path: string) => pathLabel(resolvePath(schema, entity, path) ?? [], labelOf) || path
  const frozen = frozenPaths(entity, view, choice)
  const toggleFrozen = (path: string) =>
    changeColumns({
      frozen: frozen.includes(path) ? frozen.filter((other) => other !== path) : [...frozen, path],
    })
  const numeric = columns.filter(({ isNumeric }) => isNumeric)
  const totals = choice.totals ?? view?.totals ?? {}
  const showTotals = (isShown: boolean) =>
    changeColumns({
      totals: isShown ? Object.fromEntries(numeric.map(({ path }) => [path, 'sum' as const])) : {},
    })
  const addable = columnFields(entity).filter(({ key }) => !paths.includes(key))
  const drop = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return
    changeColumns({
      paths: arrayMove(paths, paths.indexOf(String(active.id)), paths.indexOf(String(over.id))),
    })
  }

  return (
    <div className={styles['panel']}>
      <DragArea collisionDetection={closestCenter} onDragEnd={drop}>
        <SortableContext items={paths} strategy={verticalListSortingStrategy}>
          <ul className={styles['list']}>
            {paths.map((path) => (
              <ColumnItem
                key={path}
                path={path}
                label={labelFor(path)}
                isLast={paths.length === 1}
                isFrozen={frozen.includes(path)}
                isTitle={path === entity.title_field}
                onFreeze={() => toggleFrozen(path)}
                onRemove={() => changeColumns({ paths: paths.filter((other) => other !== path) })}
              />
            ))}
          </ul>
        </SortableContext>
      </DragArea>
      <Select
        aria-label={t('list.add_column')}
        placeholder={t('list.add_column')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={addable.map((field) => ({ value: field.key, label: labelOf(field) }))}
        onChange={(path: string | null) => path && changeColumns({ paths: [...paths, path] })}
      />
      {numeric.length > 0 && (
        <label className={styles['totals']}>
          <Switch
            size="small"
            aria-label={t('views.show_totals')}
            checked={Object.keys(totals).length > 0}
            onChange={showTotals}
          />
          {t('views.show_totals')}
        </label>
      )}
      <Button size="small" onClick={() => changeColumns(null)} disabled={Object.keys(choice).length === 0}>
        {t('list.reset_columns')}
      </Button>
    </div>
  )
}

interface ColumnItemProps {
  path: string
  label: string
  isLast: boolean
  isFrozen: boolean
  isTitle: boolean
  onRemove: () => void
  onFreeze: () => void
}

function ColumnItem({ path, label, isLast, isFrozen, isTitle, onRemove, onFreeze }: ColumnItemProps) {
  const { t } = useTranslation()
  const { attributes, listeners, setNodeRef, style } = useSortedThing({ id: path, name: label })
  return (
    <li ref={setNodeRef} className={styles['item']} style={style}>
      <IconButton
        type="text"
        size="small"
        icon={<HolderOutlined />}
        className={styles['handle'] ?? ''}
        {...attributes}
        {...listeners}
        label={t('list.move_column', { field: label })}
      />
      <Checkbox checked disabled={isLast} onChange={onRemove} className={styles['check'] ?? ''}>
        <span className={styles['label']} title={label}>
          {label}
        </span>
      </Checkbox>
      <IconButton
        type="text"
        size="small"
        disabled={isTitle}
        icon={isFrozen ? <LockFilled /> : <UnlockOutlined />}
        label={t(isFrozen ? 'views.unfreeze' : 'views.freeze', { field: label })}
        aria-pressed={isFrozen}
        onClick={onFreeze}
      />
    </li>
  )
}
