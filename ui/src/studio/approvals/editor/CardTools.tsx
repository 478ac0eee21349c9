import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  BranchesOutlined,
  CopyOutlined,
  DeleteOutlined,
  LeftOutlined,
  PlusOutlined,
  RightOutlined,
} from '@ant-design/icons'
import { Space } from 'antd'
import type { ReactNode } from 'react'
import type { PictureCard } from '../../../process/picture/tree'
import { useApprovalTexts } from '../approvalTexts'
import { isBranch } from '../nodes'
import { IconButton } from '../../../shared/IconButton'
import type { Editing } from './useEditing'
import styles from './editor.module.css'

/** What can be done with a card, without dragging. */
export function CardTools({ card, editing }: { card: PictureCard; editing: Editing }) {
  const t = useApprovalTexts()
  if (card.id.startsWith('@')) return null
  const { id, title: name } = card
  const tool = (key: string, icon: ReactNode, onClick: () => void) => (
    <IconButton
      size="small"
      icon={icon}
      label={t(`tool.${key}`, { name })}
      onClick={(event) => {
        event.stopPropagation()
        onClick()
      }}
    />
  )
  const [back, on] = isBranch(id)
    ? [<LeftOutlined key="b" />, <RightOutlined key="o" />]
    : [<ArrowUpOutlined key="b" />, <ArrowDownOutlined key="o" />]
  return (
    <Space.Compact className={styles['tools'] ?? ''}>
      {tool('back', back, () => editing.shift(id, -1))}
      {tool('on', on, () => editing.shift(id, 1))}
      {card.kind === 'fork' && tool('branch', <PlusOutlined />, () => editing.addBranch(id))}
      {!isBranch(id) && tool('wrap', <BranchesOutlined />, () => editing.wrap(id))}
      {tool('duplicate', <CopyOutlined />, () => editing.duplicate(id))}
      {tool('remove', <DeleteOutlined />, () => editing.remove(id))}
    </Space.Compact>
  )
}
