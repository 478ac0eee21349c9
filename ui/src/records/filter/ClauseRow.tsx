import { DeleteOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { IconButton } from '../../shared/IconButton'
import { CollectionEditor } from './CollectionEditor'
import { findRelated, relatedRecords } from './collections'
import { ConditionEditor } from './ConditionEditor'
import { blankCondition } from './normalise'
import { SegmentEditor } from './SegmentEditor'
import { emptyFilter, type Collection, type Condition, type FilterNode, type Group } from './tree'
import { TextRow } from './TextRow'
import { SEGMENT, usePathChoices } from './usePathChoices'
import styles from './filter.module.css'

export type Clause = Exclude<FilterNode, Group>
export type RenderGroup = (entity: Entity, where: Group, onChange: (where: Group) => void) => ReactNode

interface ClauseRowProps {
  entity: Entity
  node: Clause
  onChange: (node: FilterNode | null) => void
  renderGroup: RenderGroup
}

const newCollection = (path: string): Collection => ({
  type: 'collection',
  function: 'any',
  path,
  where: emptyFilter(),
  operator: null,
  value: null,
})

/** One line of the builder: what it is about, and what is asked of it. */
export function ClauseRow({ entity, node, onChange, renderGroup }: ClauseRowProps) {
  const { t } = useTranslation()
  const remove = (
    <IconButton
      type="text"
      icon={<DeleteOutlined />}
      label={t('filter.remove')}
      onClick={() => onChange(null)}
    />
  )
  if (node.type === 'text')
    return <TextRow entity={entity.key} node={node} onChange={onChange} remove={remove} />
  return (
    <div className={styles['clause']}>
      <div className={styles['row']}>
        <PathSelect entity={entity} node={node} onChange={onChange} />
        {node.type === 'condition' ? (
          <ConditionPart entity={entity} node={node} onChange={onChange} />
        ) : (
          <CollectionEditor entity={entity} node={node} onChange={onChange} />
        )}
        {remove}
      </div>
      {node.type === 'collection' && (
        <Where entity={entity} node={node} onChange={onChange} renderGroup={renderGroup} />
      )}
    </div>
  )
}

interface PartProps<Node extends Clause> {
  entity: Entity
  node: Node
  onChange: (node: FilterNode) => void
}

function PathSelect({ entity, node, onChange }: PartProps<Condition | Collection>) {
  const { t } = useTranslation()
  const schema = useSchema()
  const kinds = useKinds()
  const labelOf = useLabel()
  const choices = usePathChoices(entity)
  const related = relatedRecords(schema, entity, labelOf)
  const isSegment = node.type === 'condition' && node.operator.endsWith('in_segment')
  const value = node.type === 'collection' ? node.path.split('.')[0] : isSegment ? SEGMENT : node.path

  const choose = (path: string) => {
    if (path === SEGMENT)
      return onChange({ type: 'condition', path: '', operator: 'in_segment', value: null })
    if (related.some(({ name }) => name === path)) return onChange(newCollection(path))
    const target = resolvePath(schema, entity, path)?.at(-1)
    if (target) onChange(blankCondition(path, target.field, kinds))
  }

  return (
    <Select
      aria-label={t('filter.field')}
      showSearch={{ optionFilterProp: 'label' }}
      value={value || null}
      placeholder={t('filter.choose_field')}
      options={choices}
      popupMatchSelectWidth={280}
      labelRender={({ value: chosen, label }) => <>{label ?? chosen}</>}
      onChange={(path: string | null) => path && choose(path)}
    />
  )
}

function ConditionPart({ entity, node, onChange }: PartProps<Condition>) {
  const schema = useSchema()
  if (node.operator.endsWith('in_segment'))
    return <SegmentEditor entity={entity} condition={node} onChange={onChange} />
  const step = resolvePath(schema, entity, node.path)?.at(-1)
  if (!step) return <span />
  return <ConditionEditor condition={node} field={step.field} entity={step.entity.key} onChange={onChange} />
}

function Where({
  entity,
  node,
  onChange,
  renderGroup,
}: PartProps<Collection> & { renderGroup: RenderGroup }) {
  const { t } = useTranslation()
  const schema = useSchema()
  const labelOf = useLabel()
  const found = findRelated(relatedRecords(schema, entity, labelOf), node.path)
  if (!found) return null
  return (
    <div className={styles['where']}>
      <span className={styles['hint']}>{t('builder.those_where')}</span>
      {renderGroup(found.records.entity, node.where ?? emptyFilter(), (where) =>
        onChange({ ...node, where }),
      )}
    </div>
  )
}
