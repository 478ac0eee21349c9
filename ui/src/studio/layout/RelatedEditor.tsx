import { DeleteOutlined, DownOutlined, FilterOutlined, PlusOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Dropdown, Flex, Popover, Select } from 'antd'
import { useId } from 'react'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { addRelated, nudgeRelated, removeRelated, updateRelated } from '../changes/layout'
import { ConditionInput } from '../controls/ConditionInput'
import { nameId } from '../controls/Control'
import type { RelatedDocument } from '../documents'
import { KINDS } from '../fields/kinds'
import { findFieldNamed } from '../lookup'
import { keysInOrder } from '../changes/order'
import { useTexts } from '../texts'
import { useDesigner } from './DesignerContext'
import styles from './Layout.module.css'

/** Lists of other records below the form: those that refer to this one. */
export function RelatedEditor() {
  const t = useTexts()
  const labelOf = useLabel()
  const { entities } = useSchema()
  const { entity, layout, change } = useDesigner()
  const related = orderedEntries(layout.related)
  const shown = new Set(related.map(([, one]) => `${one.entity}.${one.field}`))
  const choices = entity.relations.filter((relation) => !shown.has(`${relation.entity}.${relation.field}`))
  const items = choices.map((relation) => {
    const other = entities.find(({ key }) => key === relation.entity)
    return {
      key: `${relation.entity}.${relation.field}`,
      label: `${labelOf(other, relation.entity)} · ${labelOf(findFieldNamed(other, relation.field), relation.field)}`,
      onClick: () =>
        change((current) => addRelated(current, { entity: relation.entity, field: relation.field })),
    }
  })
  if (entity.relations.length === 0 && related.length === 0) return null
  return (
    <section className={styles['related']} aria-label={t('layout.related')}>
      <Flex justify="space-between" align="center">
        <h3 className={styles['heading']}>{t('layout.related')}</h3>
        <Dropdown trigger={['click']} menu={{ items }} disabled={items.length === 0}>
          <Button size="small" icon={<PlusOutlined />}>
            {t('layout.add_related')}
          </Button>
        </Dropdown>
      </Flex>
      {related.map(([key, one]) => (
        <RelatedRow key={key} relatedKey={key} related={one} />
      ))}
      {related.length === 0 && <p className={styles['hint']}>{t('layout.no_related')}</p>}
    </section>
  )
}

function RelatedRow({ relatedKey, related }: { relatedKey: string; related: RelatedDocument }) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const { change } = useDesigner()
  const other = findEntity(schema, related.entity)
  const name = labelOf(related, labelOf(other, related.entity))
  const listed = (other?.fields ?? []).filter(
    ({ kind, key }) => KINDS[kind].isListed && key !== related.field,
  )
  const setColumns = (chosen: string[]) => {
    const columns = Object.fromEntries(chosen.map((column, index) => [column, { order: (index + 1) * 10 }]))
    change((current) => updateRelated(current, relatedKey, { columns }))
  }
  return (
    <Flex gap={8} align="center" wrap className={styles['relatedRow']}>
      <strong style={{ minWidth: 120 }}>{name}</strong>
      <Select
        mode="multiple"
        style={{ flex: '1 1 240px' }}
        aria-label={t('layout.related_columns', { name })}
        placeholder={t('layout.related_all')}
        value={keysInOrder(related.columns)}
        options={listed.map((field) => ({ value: field.key, label: labelOf(field) }))}
        onChange={setColumns}
      />
      <Flex>
        {other && (
          <RelatedFilter
            entity={other.key}
            name={name}
            filter={related.filter}
            onChange={(filter) => change((current) => updateRelated(current, relatedKey, { filter }))}
          />
        )}
        <IconButton
          size="small"
          type="text"
          icon={<UpOutlined />}
          label={t('layout.related_up', { name })}
          onClick={() => change((current) => nudgeRelated(current, relatedKey, -1))}
        />
        <IconButton
          size="small"
          type="text"
          icon={<DownOutlined />}
          label={t('layout.related_down', { name })}
          onClick={() => change((current) => nudgeRelated(current, relatedKey, 1))}
        />
        <IconButton
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          label={t('layout.related_remove', { name })}
          onClick={() => change((current) => removeRelated(current, relatedKey))}
        />
      </Flex>
    </Flex>
  )
}

interface RelatedFilterProps {
  entity: string
  name: string
  filter: string | undefined
  onChange: (filter: string | undefined) => void
}

/** Which of the records that refer to this one are listed, in a bubble. */
function RelatedFilter({ entity, name, filter, onChange }: RelatedFilterProps) {
  const t = useTexts()
  const id = useId()
  const title = t('layout.related_filter', { name })
  const input = (
    <div className={styles['relatedFilter']}>
      <ConditionInput
        entity={entity}
        value={filter}
        onChange={onChange}
        aria={{ id, 'aria-describedby': undefined, 'aria-invalid': false }}
      />
    </div>
  )
  return (
    <Popover
      trigger="click"
      title={
        <label htmlFor={id} id={nameId(id)}>
          {title}
        </label>
      }
      content={input}
    >
      <IconButton size="small" type={filter ? 'link' : 'text'} icon={<FilterOutlined />} label={title} />
    </Popover>
  )
}
