import { DeleteOutlined } from '@ant-design/icons'
import { Card, Empty, Flex, Form, Select } from 'antd'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { suggestItemKey } from '../changes/keys'
import { moveTo, nextOrder, omit } from '../changes/order'
import { Control } from '../controls/Control'
import { FieldGrid } from '../controls/FieldGrid'
import { IconPicker } from '../controls/IconPicker'
import { IssuesContext } from '../controls/IssuesContext'
import { LabelsInput } from '../controls/LabelsInput'
import { LabelsPopover } from '../controls/LabelsPopover'
import { DragHandle, SortableItem, SortableList } from '../controls/SortableList'
import { NamedIcon } from '../../shared/icons'
import type { MenuDocument, MenuItemDocument } from '../documents'
import { IssueList } from '../save/IssueList'
import { SaveBar } from '../save/SaveBar'
import { useComponentEditor } from '../save/useComponentEditor'
import { useTexts } from '../texts'
import styles from './Menus.module.css'

export function MenuEditor({ menuKey }: { menuKey: string }) {
  const t = useTexts()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const { entities } = useSchema()
  const editor = useComponentEditor('menu', menuKey, (menu) =>
    t('message.menu_changed', { name: labelOf(menu) }),
  )
  const { value, change } = editor
  const items = value.items ?? {}
  const set = (part: Partial<MenuDocument>) => change((menu) => ({ ...menu, ...part }))
  const add = (entity: string) => {
    const key = suggestItemKey({ en: entity }, Object.keys(items), 'item')
    set({ items: { ...items, [key]: { entity, order: nextOrder(items) } } })
  }
  const targets = entities
    .filter(({ line_of }) => !line_of)
    .map((entity) => ({ value: entity.key, label: pluralOf(entity) }))

  return (
    <IssuesContext value={{ issues: editor.issues, prefix: `menu/${menuKey}` }}>
      <SaveBar editor={editor} />
      <IssueList issues={editor.issues} />
      <Card size="small" style={{ marginBottom: 12 }}>
        <Form layout="vertical" component="div">
          <FieldGrid min={260}>
            <Control names={['label']} label={t('controls.label')} required>
              {(aria) => (
                <LabelsInput
                  compact
                  aria={aria}
                  name={t('controls.label')}
                  value={value.label}
                  onChange={(label) => set({ label })}
                />
              )}
            </Control>
            <Control names={['icon']} label={t('controls.icon')}>
              {() => <IconPicker value={value.icon} onChange={(icon) => set({ icon })} />}
            </Control>
          </FieldGrid>
        </Form>
      </Card>
      <Card size="small" title={t('menus.items')}>
        {Object.keys(items).length === 0 && (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('menus.no_items')} />
        )}
        <SortableList
          keys={orderedEntries(items).map(([key]) => key)}
          onMove={(key, index) => set({ items: moveTo(items, key, index) })}
        >
          {orderedEntries(items).map(([key, item]) => (
            <ItemRow
              key={key}
              id={key}
              item={item}
              onChange={(next) => set({ items: { ...items, [key]: next } })}
              onRemove={() => set({ items: omit(items, key) })}
            />
          ))}
        </SortableList>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%', marginTop: 12 }}
          aria-label={t('menus.add_item')}
          placeholder={t('menus.add_item')}
          value={null}
          options={targets}
          onChange={(entity: string | null) => entity && add(entity)}
        />
      </Card>
    </IssuesContext>
  )
}

interface ItemRowProps {
  id: string
  item: MenuItemDocument
  onChange: (item: MenuItemDocument) => void
  onRemove: () => void
}

function ItemRow({ id, item, onChange, onRemove }: ItemRowProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const entity = findEntity(useSchema(), item.entity)
  const name = labelOf(item, entity ? pluralOf(entity) : item.entity)
  const views = (entity?.views ?? []).map((view) => ({ value: view.key, label: labelOf(view) }))
  return (
    <SortableItem id={id} name={name} className={styles['item']}>
      <DragHandle />
      <NamedIcon name={item.icon ?? entity?.icon} />
      <Flex align="center" gap={2} style={{ minWidth: 0 }}>
        <strong className={styles['name']}>{name}</strong>
        <LabelsPopover
          name={t('menus.own_label', { name })}
          value={item.label}
          onChange={(label) =>
            onChange({ ...item, label: Object.keys(label).length > 0 ? label : undefined })
          }
        />
      </Flex>
      <Select
        allowClear
        aria-label={t('menus.view', { name })}
        placeholder={t('menus.standard_view')}
        value={item.view ?? null}
        options={views}
        onChange={(view: string | null) => onChange({ ...item, view: view ?? undefined })}
      />
      <IconButton
        type="text"
        icon={<DeleteOutlined />}
        label={t('menus.remove_item', { name })}
        onClick={onRemove}
      />
    </SortableItem>
  )
}
