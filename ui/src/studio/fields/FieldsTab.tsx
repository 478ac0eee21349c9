import { PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Empty, Flex, Input } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../schema/labels'
import { moveFieldChanges, storedFields, type StoredField } from '../changes/fields'
import { moveTo } from '../changes/order'
import { SortableList } from '../controls/SortableList'
import type { EntityDocument } from '../documents'
import type { EntityTabProps } from '../entity/entityTab'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { FieldDrawer } from './FieldDrawer'
import { FieldRow } from './FieldRow'
import styles from './FieldsTab.module.css'

interface Opened {
  /** Undefined: a new field. */
  field?: string
}

function isFound({ key, document }: StoredField, wanted: string): boolean {
  const words = [key, ...Object.values(document.label ?? {})]
  return words.some((word) => word?.toLowerCase().includes(wanted.trim().toLowerCase()))
}

export function FieldsTab({ entity, stored }: EntityTabProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const [wanted, setWanted] = useState('')
  const [opened, setOpened] = useState<Opened | null>(null)
  /** The order just dropped, until it is live. */
  const [moving, setMoving] = useState<EntityDocument | null>(null)

  const all = storedFields(moving ?? stored.document)
  const shown = all.filter((field) => isFound(field, wanted))

  const move = async (birth: string, index: number) => {
    const name = labelOf(all.find((field) => field.birth === birth)?.document, birth)
    setMoving({ ...stored.document, fields: moveTo(stored.document.fields, birth, index) })
    const changes = moveFieldChanges(stored.document, birth, index)
    await save({ changes, message: t('message.field_moved', { name, entity: labelOf(entity) }) })
    setMoving(null)
  }
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened({})}>
      {t('fields.add')}
    </Button>
  )

  return (
    <>
      <Flex gap={12} wrap justify="space-between" style={{ marginBottom: 12 }}>
        <Input
          allowClear
          style={{ width: 'min(280px, 100%)' }}
          prefix={<SearchOutlined />}
          placeholder={t('fields.search')}
          aria-label={t('fields.search')}
          onChange={({ target }) => setWanted(target.value)}
        />
        {add}
      </Flex>
      {shown.length === 0 ? (
        <Empty description={t(wanted ? 'fields.nothing_found' : 'fields.empty')}>{wanted ? null : add}</Empty>
      ) : (
        <ul className={styles['fields']} aria-label={t('entity.tab.fields')}>
          <SortableList
            keys={shown.map(({ birth }) => birth)}
            onMove={(birth, index) => void move(birth, index)}
          >
            {shown.map((field) => (
              <FieldRow
                key={field.birth}
                entity={entity}
                field={field}
                isTitle={entity.title_field === field.key}
                isMovable={wanted === '' && moving === null}
                onOpen={() => setOpened({ field: field.key })}
              />
            ))}
          </SortableList>
        </ul>
      )}
      {opened && <FieldDrawer entity={entity} stored={stored} {...opened} onClose={() => setOpened(null)} />}
    </>
  )
}
