import {
  ApartmentOutlined,
  AuditOutlined,
  BranchesOutlined,
  CheckCircleFilled,
  ClockCircleOutlined,
  CommentOutlined,
  ExclamationCircleFilled,
  FilterOutlined,
  FlagOutlined,
  ForkOutlined,
  MailOutlined,
  MinusCircleOutlined,
  PlayCircleFilled,
  SendOutlined,
  TableOutlined,
  TeamOutlined,
  WarningFilled,
} from '@ant-design/icons'
import type { Node, NodeProps } from '@xyflow/react'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CardLine, PictureCard } from './tree'
import styles from './picture.module.css'

export type CardFlowNode = Node<
  {
    card: PictureCard
    isSelected: boolean
    onSelect: ((id: string) => void) | null
    tools: ReactNode
  },
  'card'
>

type Icon = ComponentType<{ className?: string; 'aria-label'?: string }>

/** What a card is, at one glance; kinds that come later get the last one. */
const KIND_ICONS: Record<string, Icon> = {
  start: SendOutlined,
  approval: AuditOutlined,
  copy: MailOutlined,
  fork: ForkOutlined,
  branch: BranchesOutlined,
  end: FlagOutlined,
}
const OTHER_KIND = ApartmentOutlined
const MARK_ICONS: Record<string, Icon> = {
  passed: CheckCircleFilled,
  active: PlayCircleFilled,
  skipped: MinusCircleOutlined,
}
const LINE_ICONS: Record<string, Icon> = {
  people: TeamOutlined,
  clock: ClockCircleOutlined,
  condition: FilterOutlined,
  table: TableOutlined,
  comment: CommentOutlined,
}
const FAULT_ICONS: Record<string, Icon> = { error: ExclamationCircleFilled, warning: WarningFilled }

/** One card of the picture. Where it can be opened, it is a button. */
export function CardNode({ data: { card, isSelected, onSelect, tools } }: NodeProps<CardFlowNode>) {
  const shared = {
    className: styles['card'],
    'data-kind': card.kind,
    'data-mark': card.mark ?? 'none',
    'data-selected': isSelected,
    'data-fault': card.fault ?? 'none',
    'data-card': card.id,
  }
  return onSelect ? (
    <>
      <button
        type="button"
        {...shared}
        aria-pressed={isSelected}
        onClick={(event) => {
          event.stopPropagation()
          onSelect(card.id)
        }}
      >
        <Face card={card} />
      </button>
      <div className={`${styles['tools']} nodrag nopan`}>{tools}</div>
    </>
  ) : (
    <div {...shared} role="group" aria-label={card.title}>
      <Face card={card} />
    </div>
  )
}

function Face({ card }: { card: PictureCard }) {
  const { t } = useTranslation()
  const Kind = KIND_ICONS[card.kind] ?? OTHER_KIND
  const Mark = card.mark ? MARK_ICONS[card.mark] : undefined
  const Fault = card.fault ? FAULT_ICONS[card.fault] : undefined
  return (
    <>
      <span className={styles['title']}>
        <Kind className={styles['kind'] ?? ''} />
        <strong title={card.title} dir="auto">
          {card.title}
        </strong>
        {card.tag && <span className={styles['tag']}>{card.tag}</span>}
        {Mark && card.mark && (
          <Mark className={styles['mark'] ?? ''} aria-label={t(`approval.mark_${card.mark}`)} />
        )}
        {Fault && card.fault && (
          <Fault className={styles['fault'] ?? ''} aria-label={t(`approval.fault_${card.fault}`)} />
        )}
      </span>
      {card.lines.map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </>
  )
}

function Line({ line }: { line: CardLine }) {
  const Icon = line.icon ? LINE_ICONS[line.icon] : undefined
  return (
    <span className={styles['line']} data-tone={line.tone ?? 'plain'} title={line.title ?? line.text}>
      {Icon && <Icon />}
      <span dir="auto">{line.text}</span>
    </span>
  )
}
