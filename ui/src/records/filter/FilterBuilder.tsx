import { CodeOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { IconButton } from '../../shared/IconButton'
import { ClauseRow } from './ClauseRow'
import { firstCondition } from './normalise'
import { emptyFilter, type FilterNode, type Group } from './tree'
import styles from './filter.module.css'

interface FilterBuilderProps {
  entity: Entity
  filter: Group
  onChange: (filter: Group) => void
  /** Says how clauses are joined only where there are several. */
  isCompact?: boolean
}

/** Groups, conditions and related records of one entity, nested as deep as one likes. */
export function FilterBuilder({ filter, ...rest }: FilterBuilderProps) {
  return (
    <div className={styles['builder']}>
      <GroupEditor {...rest} group={filter} />
    </div>
  )
}

interface GroupEditorProps extends Omit<FilterBuilderProps, 'filter'> {
  group: Group
  onRemove?: (() => void) | undefined
}

type Joining = 'and' | 'or' | 'none' | 'not_all'

const joiningOf = ({ join, isNegated }: Group): Joining =>
  isNegated ? (join === 'or' ? 'none' : 'not_all') : join

function joined(group: Group, joining: Joining): Group {
  const { items } = group
  if (joining === 'none') return { type: 'group', join: 'or', isNegated: true, items }
  if (joining === 'not_all') return { type: 'group', join: 'and', isNegated: true, items }
  return { type: 'group', join: joining, items }
}

function GroupEditor({ entity, group, onChange, onRemove, isCompact = false }: GroupEditorProps) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const empty = (): FilterNode => firstCondition(entity, kinds) ?? emptyFilter()
  const add = (node: FilterNode) => onChange({ ...group, items: [...group.items, node] })
  const change = (position: number, next: FilterNode | null) =>
    onChange({
      ...group,
      items: group.items.flatMap((item, at) => (at === position ? (next ?? []) : [item])),
    })
  const addNested = () => add({ type: 'group', join: group.join === 'and' ? 'or' : 'and', items: [empty()] })

  return (
    <div className={styles['group']} data-nested={onRemove !== undefined}>
      {(!isCompact || group.items.length > 1 || group.isNegated) && (
        <GroupHead group={group} onChange={onChange} onRemove={onRemove} />
      )}
      {group.items.length === 0 && !isCompact && <p className={styles['empty']}>{t('filter.empty')}</p>}
      {group.items.map((item, position) =>
        item.type === 'group' ? (
          <GroupEditor
            key={position}
            entity={entity}
            group={item}
            onChange={(next) => change(position, next)}
            onRemove={() => change(position, null)}
          />
        ) : (
          <ClauseRow
            key={position}
            entity={entity}
            node={item}
            onChange={(next) => change(position, next)}
            renderGroup={(inner, where, changeWhere) => (
              <GroupEditor entity={inner} group={where} onChange={changeWhere} />
            )}
          />
        ),
      )}
      <div className={styles['groupFoot']}>
        <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => add(empty())}>
          {t('filter.add_condition')}
        </Button>
        <Button type="text" size="small" icon={<PlusOutlined />} onClick={addNested}>
          {t('filter.add_group')}
        </Button>
        <Button
          type="text"
          size="small"
          icon={<CodeOutlined />}
          onClick={() => add({ type: 'text', text: '' })}
        >
          {t('builder.add_text')}
        </Button>
      </div>
    </div>
  )
}

/** How the clauses of a group are joined. */
function GroupHead({ group, onChange, onRemove }: Omit<GroupEditorProps, 'entity'>) {
  const { t } = useTranslation()
  return (
    <div className={styles['groupHead']}>
      <span>{t('filter.where')}</span>
      <Select<Joining>
        size="small"
        aria-label={t('filter.where')}
        value={joiningOf(group)}
        options={[
          { value: 'and', label: t('filter.join_and') },
          { value: 'or', label: t('filter.join_or') },
          { value: 'none', label: t('builder.join_none') },
          { value: 'not_all', label: t('builder.join_not_all') },
        ]}
        popupMatchSelectWidth={false}
        onChange={(joining) => onChange(joined(group, joining))}
      />
      {onRemove && (
        <IconButton
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          label={t('filter.remove_group')}
          onClick={onRemove}
        />
      )}
    </div>
  )
}
