import { PlusOutlined, SnippetsOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import type { NodeDocument } from '../document'
import { useApprovalTexts } from '../approvalTexts'
import type { Template } from '../templates'
import { IconButton } from '../../../shared/IconButton'
import styles from './editor.module.css'

interface AddMenuProps {
  templates: Template[]
  label: string
  /** The name of what was copied. */
  copied: string | null
  onAdd: (node: NodeDocument) => void
  onPaste: () => void
}

const PASTE = '@paste'

/** The "+" between two cards. */
export function AddMenu({ templates, label, copied, onAdd, onPaste }: AddMenuProps) {
  const t = useApprovalTexts()
  const items = templates.map(({ key }) => ({ key, label: t(`template.${key}`, { defaultValue: key }) }))
  const pasting = { key: PASTE, icon: <SnippetsOutlined />, label: t('editor.paste', { name: copied ?? '' }) }
  return (
    <Dropdown
      trigger={['click']}
      placement="bottom"
      menu={{
        items: copied === null ? items : [...items, { type: 'divider' }, pasting],
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation()
          const template = templates.find((one) => one.key === key)
          if (template) onAdd(template.make())
          else onPaste()
        },
      }}
    >
      <IconButton
        shape="circle"
        size="small"
        className={styles['add'] ?? ''}
        icon={<PlusOutlined />}
        label={label}
      />
    </Dropdown>
  )
}
