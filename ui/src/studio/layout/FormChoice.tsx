import { CopyOutlined, DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { componentsQuery } from '../api/metadata'
import { copyLayout } from '../changes/layoutCopy'
import { LabelsPopover } from '../controls/LabelsPopover'
import type { LayoutDocument } from '../documents'
import { useSave } from '../save/SaveContext'
import type { Editor } from '../save/useEditor'
import { useTexts } from '../texts'

interface FormChoiceProps {
  entity: Entity
  layout: LayoutDocument
  editor: Editor<LayoutDocument>
  onChoose: (layout: string) => void
}

/** Which form is arranged, for which roles, and another one for others. */
export function FormChoice({ entity, layout, editor, onChoose }: FormChoiceProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const { data: roles = [] } = useQuery(componentsQuery('role'))

  const copy = async () => {
    const taken = entity.layouts.map(({ key }) => key)
    const document = copyLayout(layout, entity.key, taken, (name, language) =>
      t('layout.copy_of', { name, lng: language }),
    )
    const outcome = await save({
      changes: [{ op: 'put', kind: 'layout', key: document.key, document }],
      message: t('message.layout_added', { entity: labelOf(entity) }),
    })
    if (!('issues' in outcome)) onChoose(document.key)
  }
  const remove = async (other: string) => {
    onChoose(other) // what is deleted is not shown any more
    await save({
      changes: [{ op: 'delete', kind: 'layout', key: layout.key }],
      message: t('message.layout_deleted', { name: labelOf(layout), entity: labelOf(entity) }),
    })
  }
  const other = entity.layouts.find(({ key }) => key !== layout.key)
  return (
    <>
      {entity.layouts.length > 1 && (
        <Select
          aria-label={t('layout.choose')}
          style={{ minWidth: 160 }}
          value={layout.key}
          disabled={editor.isDirty}
          options={entity.layouts.map((one) => ({ value: one.key, label: labelOf(one) }))}
          onChange={onChoose}
        />
      )}
      {entity.layouts.length > 1 && (
        <LabelsPopover
          name={t('layout.rename')}
          value={layout.label}
          onChange={(label) => editor.change((value) => ({ ...value, label }))}
        />
      )}
      <Select
        mode="multiple"
        aria-label={t('layout.roles')}
        title={t('layout.roles')}
        style={{ minWidth: 160 }}
        placeholder={t('layout.roles_all')}
        value={layout.roles ?? []}
        options={roles.map((role) => ({ value: role.key, label: labelOf(role) }))}
        optionFilterProp="label"
        onChange={(chosen) => editor.change((value) => ({ ...value, roles: chosen }))}
      />
      <IconButton
        icon={<CopyOutlined />}
        label={t('layout.copy')}
        disabled={editor.isDirty}
        onClick={() => void copy()}
      />
      {other && (
        <IconButton
          icon={<DeleteOutlined />}
          label={t('layout.delete')}
          disabled={editor.isDirty}
          onClick={() => void remove(other.key)}
        />
      )}
    </>
  )
}
