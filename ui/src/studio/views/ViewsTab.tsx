import { PlusOutlined } from '@ant-design/icons'
import { Button, Empty, Flex, Select } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../schema/labels'
import type { Entity } from '../../api/types'
import { newView } from '../changes/entity'
import { suggestItemKey } from '../changes/keys'
import type { EntityTabProps } from '../entity/entityTab'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { ViewEditor } from './ViewEditor'

const FIRST_COLUMNS = 5

/** The first fields that fit into a list. */
function startColumns(entity: Entity): string[] {
  const own = entity.fields.filter(({ system, sortable }) => !system && sortable).map(({ key }) => key)
  return own.length > 0 ? own.slice(0, FIRST_COLUMNS) : ['created_at']
}

export function ViewsTab({ entity }: EntityTabProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const [chosen, setChosen] = useState<string | null>(null)
  const view = entity.views.find(({ key }) => key === chosen) ?? entity.views[0]

  const create = async () => {
    const taken = entity.views.map(({ key }) => key.split('.').at(-1) ?? key)
    const isFirst = taken.length === 0
    const name = isFirst ? 'all' : suggestItemKey({ en: 'list' }, [...taken, 'list'], 'list')
    const key = `${entity.key}.${name}`
    const start = newView(entity.key, entity.plural ?? entity.label ?? {}, startColumns(entity))
    const label = isFirst ? start.label : { en: `New list`, 'zh-hans': '新列表' }
    const document = { ...start, key, label, default: isFirst, order: (taken.length + 1) * 10 }
    const outcome = await save({
      changes: [{ op: 'put', kind: 'view', key, document }],
      message: t('message.view_added', { entity: labelOf(entity) }),
    })
    if (outcome.state === 'saved') setChosen(key)
  }
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => void create()}>
      {t('views.add')}
    </Button>
  )
  if (!view) return <Empty description={t('views.empty')}>{add}</Empty>
  const chooser = (
    <Flex gap={8} wrap>
      <Select
        aria-label={t('views.choose')}
        style={{ minWidth: 200 }}
        value={view.key}
        options={entity.views.map((one) => ({ value: one.key, label: labelOf(one) }))}
        onChange={setChosen}
      />
      {add}
    </Flex>
  )
  return (
    <ViewEditor
      key={view.key}
      entity={entity}
      viewKey={view.key}
      chooser={chooser}
      onDeleted={() => setChosen(null)}
    />
  )
}
