import {
  CaretDownOutlined,
  CaretRightOutlined,
  HolderOutlined,
  SwapOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Button, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { useDraggedThing, usePlace } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { recordPath } from '../../shared/paths'
import { UnitPeople } from './UnitPeople'
import type { UnitNode } from './useOrganisation'
import styles from './organisation.module.css'

const OPEN_DEPTH = 2
const INDENT_PX = 24

interface UnitBranchProps {
  node: UnitNode
  depth: number
  /** While a unit is dragged: where it cannot be dropped. */
  refused: ReadonlySet<string> | null
  onMove: (unit: UnitNode) => void
}

/** A unit, its people where they are asked for, and the units below it. */
export function UnitBranch({ node, depth, refused, onMove }: UnitBranchProps) {
  const t = usePeopleTexts()
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH)
  const [showsPeople, setShowsPeople] = useState(false)
  const hasChildren = node.children.length > 0
  return (
    <li role="treeitem" aria-expanded={hasChildren ? isOpen : undefined} aria-selected={false}>
      <div className={styles['indent']} style={{ paddingInlineStart: depth * INDENT_PX }}>
        <IconButton
          type="text"
          size="small"
          style={{ visibility: hasChildren ? 'visible' : 'hidden' }}
          icon={isOpen ? <CaretDownOutlined /> : <CaretRightOutlined />}
          aria-expanded={isOpen}
          label={t(isOpen ? 'close_unit' : 'open_unit', { name: node.name })}
          onClick={() => setOpen(!isOpen)}
        />
        <UnitCard
          node={node}
          isRefused={refused?.has(node.id) ?? false}
          showsPeople={showsPeople}
          onPeople={() => setShowsPeople(!showsPeople)}
          onMove={() => onMove(node)}
        />
      </div>
      {showsPeople && (
        <div style={{ paddingInlineStart: depth * INDENT_PX + 40 }}>
          <UnitPeople unit={node.id} head={node.head?.id} />
        </div>
      )}
      {isOpen && hasChildren && (
        <ul className={styles['branch']} role="group">
          {node.children.map((child) => (
            <UnitBranch key={child.id} node={child} depth={depth + 1} refused={refused} onMove={onMove} />
          ))}
        </ul>
      )}
    </li>
  )
}

interface UnitCardProps {
  node: UnitNode
  isRefused: boolean
  showsPeople: boolean
  onPeople: () => void
  onMove: () => void
}

function UnitCard({ node, isRefused, showsPeople, onPeople, onMove }: UnitCardProps) {
  const t = usePeopleTexts()
  const {
    attributes,
    listeners,
    setNodeRef: setHandle,
    transform,
    isDragging,
  } = useDraggedThing({ id: node.id, name: node.name })
  const { setNodeRef: setPlace, isOver } = usePlace({
    id: node.id,
    name: node.name,
    disabled: isRefused,
  })
  const shift = transform ? `translate(${transform.x}px, ${transform.y}px)` : undefined
  return (
    <div
      ref={setPlace}
      className={styles['card']}
      data-unit={node.name}
      data-over={isOver && !isRefused}
      data-dragging={isDragging}
      style={{ transform: shift }}
    >
      <span
        ref={setHandle}
        className={styles['handle']}
        {...attributes}
        {...listeners}
        aria-label={t('move_unit', { name: node.name })}
        title={t('move_unit', { name: node.name })}
      >
        <HolderOutlined />
      </span>
      <Link to={recordPath('unit', node.id)} className={styles['name']} dir="auto">
        {node.name}
      </Link>
      <KindTag kind={node.kind} />
      {node.head && (
        <Tooltip title={t('head')}>
          <Link to={recordPath('user', node.head.id)} className={styles['head']}>
            <UserOutlined /> <bdi>{node.head.label}</bdi>
          </Link>
        </Tooltip>
      )}
      <span className={styles['tools']}>
        <Button
          type="text"
          size="small"
          aria-expanded={showsPeople}
          aria-label={t('show_people', { name: node.name })}
          onClick={onPeople}
        >
          {t('people_count', { count: node.people })}
        </Button>
        <IconButton
          type="text"
          size="small"
          icon={<SwapOutlined rotate={90} />}
          label={`${t('move')} ${node.name}`}
          onClick={onMove}
        />
      </span>
    </div>
  )
}

function KindTag({ kind }: { kind: string | null }) {
  const labelOf = useLabel()
  const field = useEntity('unit')?.fields.find(({ key }) => key === 'kind')
  const option = kind ? field?.options?.[kind] : undefined
  if (!kind) return null
  return (
    <Tag {...(option?.color ? { color: option.color } : {})}>{option ? labelOf(option, kind) : kind}</Tag>
  )
}
