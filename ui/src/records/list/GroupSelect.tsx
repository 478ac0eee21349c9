import { GroupOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { pathLabel } from '../filter/pathLabel'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { IconButton } from '../../shared/IconButton'
import { columnFields } from './columns'
import type { ListData } from './useListData'

const GROUPABLE = new Set<Field['kind']>(['option', 'reference', 'user', 'boolean', 'parent', 'date'])

/** By which field the list stands in groups. */
export function GroupSelect({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const schema = useSchema()
  const labelOf = useLabel()
  const { entity, groupPath, view, change } = data
  const steps = groupPath ? resolvePath(schema, entity, groupPath) : undefined
  const fields = columnFields(entity).filter(({ kind }) => GROUPABLE.has(kind))
  const choose = (path: string) => change({ group: path === (view?.group_by ?? '') ? undefined : path })
  const label = steps ? `${t('views.group_by')}: ${pathLabel(steps, labelOf)}` : t('views.group_by')
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectable: true,
        selectedKeys: [groupPath || '-'],
        style: { maxHeight: 360, overflow: 'auto' },
        items: [
          { key: '-', label: t('views.no_group') },
          { type: 'divider' },
          ...fields.map((field) => ({ key: field.key, label: labelOf(field) })),
        ],
        onClick: ({ key }) => choose(key === '-' ? '' : key),
      }}
    >
      <IconButton
        icon={<GroupOutlined />}
        label={label}
        {...(groupPath ? { color: 'primary' as const, variant: 'filled' as const } : {})}
      />
    </Dropdown>
  )
}
