import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { ConditionEditor } from './ConditionEditor'
import { blankCondition } from './normalise'
import { appendTo, changeAt, type Condition, type FilterNode, type Group, type NodePath } from './tree'
import { usePathChoices } from './usePathChoices'
import styles from './filter.module.css'

interface FilterBuilderProps {
  entity: Entity
  filter: Group
  onChange: (filter: Group) => void
}

const MAX_DEPTH = 3

export function FilterBuilder({ entity, filter, onChange }: FilterBuilderProps) {
  return <GroupEditor entity={entity} group={filter} root={filter} path={[]} onChange={onChange} />
}

interface GroupEditorProps {
  entity: Entity
  group: Group
  root: Group
  path: NodePath
  onChange: (root: Group) => void
}

function GroupEditor({ entity, group, root, path, onChange }: GroupEditorProps) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const first = entity.fields.find((field) => field.key === entity.title_field) ?? entity.fields[0]
  const empty = (): FilterNode =>
    first ? blankCondition(first.key, first, kinds) : { type: 'group', join: 'and', items: [] }
  const nested: Group = { type: 'group', join: group.join === 'and' ? 'or' : 'and', items: [empty()] }

  return (
    <div className={styles['group']} data-nested={path.length > 0}>
      <div className={styles['groupHead']}>
        <span>{t('filter.where')}</span>
        <Select
          size="small"
          aria-label={t('filter.where')}
          value={group.join}
          options={[
            { value: 'and', label: t('filter.join_and') },
            { value: 'or', label: t('filter.join_or') },
          ]}
          popupMatchSelectWidth={false}
          onChange={(join) => onChange(changeAt(root, path, () => ({ ...group, join })))}
        />
        {path.length > 0 && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('filter.remove_group')}
            onClick={() => onChange(changeAt(root, path, () => null))}
          />
        )}
      </div>
      {group.items.length === 0 && <p className={styles['empty']}>{t('filter.empty')}</p>}
      {group.items.map((item, position) => (
        <NodeEditor
          key={position}
          entity={entity}
          node={item}
          root={root}
          path={[...path, position]}
          onChange={onChange}
        />
      ))}
      <div className={styles['groupFoot']}>
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => onChange(appendTo(root, path, empty()))}
        >
          {t('filter.add_condition')}
        </Button>
        {path.length + 1 < MAX_DEPTH && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined />}
            onClick={() => onChange(appendTo(root, path, nested))}
          >
            {t('filter.add_group')}
          </Button>
        )}
      </div>
    </div>
  )
}

function NodeEditor({ node, ...place }: Omit<GroupEditorProps, 'group'> & { node: FilterNode }) {
  return node.type === 'group' ? (
    <GroupEditor {...place} group={node} />
  ) : (
    <ConditionRow {...place} condition={node} />
  )
}

function ConditionRow({
  entity,
  condition,
  root,
  path,
  onChange,
}: Omit<GroupEditorProps, 'group'> & { condition: Condition }) {
  const { t } = useTranslation()
  const schema = useSchema()
  const kinds = useKinds()
  const choices = usePathChoices(entity)
  const step = resolvePath(schema, entity, condition.path)?.at(-1)
  const change = (next: Condition | null) => onChange(changeAt(root, path, () => next))

  const choosePath = (next: string) => {
    const target = resolvePath(schema, entity, next)?.at(-1)
    if (target) change(blankCondition(next, target.field, kinds))
  }

  return (
    <div className={styles['row']}>
      <Select
        aria-label={t('filter.field')}
        showSearch={{ optionFilterProp: 'label' }}
        value={condition.path || null}
        placeholder={t('filter.choose_field')}
        options={choices}
        popupMatchSelectWidth={280}
        labelRender={({ value, label }) => <>{label ?? value}</>}
        onChange={choosePath}
      />
      {step ? (
        <ConditionEditor
          condition={condition}
          field={step.field}
          entity={step.entity.key}
          onChange={change}
        />
      ) : (
        <span />
      )}
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('filter.remove')}
        onClick={() => change(null)}
      />
    </div>
  )
}
