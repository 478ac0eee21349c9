import {
  CheckCircleFilled,
  ClockCircleOutlined,
  ForkOutlined,
  MailOutlined,
  MinusCircleOutlined,
  PlayCircleFilled,
} from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApprovalCase, CaseNode, CaseTask, ForkNode, Mark, StepNode } from '../api/approvals'
import { useLabel } from '../schema/labels'
import { useFormat } from '../shared/format/useFormat'
import { StatusTag } from './StatusTag'
import styles from './process.module.css'

/** Where a case stands: the nodes in order, who was asked in each, branches side by side. */
export function CasePicture({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ol className={styles['picture']} aria-label={t('approval.picture')}>
      <li className={styles['node']} data-mark="passed">
        <NodeIcon mark="passed" />
        <div className={styles['card']}>
          <strong>{t('approval.submitted_by', { name: approval.submitter?.label ?? '' })}</strong>
          <span className={styles['quiet']}>{format.dateTime(approval.started_at)}</span>
        </div>
      </li>
      {approval.nodes.map((node) => (
        <NodeView key={node.node} node={node} />
      ))}
    </ol>
  )
}

function NodeView({ node }: { node: CaseNode }) {
  const labelOf = useLabel()
  return (
    <li className={styles['node']} data-mark={node.mark ?? 'none'}>
      <NodeIcon mark={node.mark} kind={node.kind} />
      <div className={styles['card']}>
        <strong>{labelOf(node, node.node.split('/').at(-1))}</strong>
        {node.when && <Condition text={node.when} />}
        {node.kind === 'approval' && <StepDetails step={node} />}
        {node.kind === 'fork' && <Branches fork={node} />}
      </div>
    </li>
  )
}

function Condition({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <span className={styles['quiet']}>
      {t('approval.when')} <code>{text}</code>
    </span>
  )
}

function StepDetails({ step }: { step: StepNode }) {
  const { t } = useTranslation()
  if (step.tasks.length === 0) {
    return step.mark === 'skipped' ? <span className={styles['quiet']}>{t('approval.skipped')}</span> : null
  }
  return (
    <>
      {step.tasks.length > 1 && (
        <span className={styles['quiet']}>
          {t(`approval.mode_${step.mode}`, { count: step.needed ?? 1 })}
        </span>
      )}
      <ul className={styles['tasks']}>
        {step.tasks.map((task) => (
          <TaskLine key={task.task} task={task} />
        ))}
      </ul>
    </>
  )
}

function TaskLine({ task }: { task: CaseTask }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li className={styles['task']}>
      <span className={styles['who']} dir="auto">
        {task.user?.label}
      </span>
      {task.for && <span className={styles['quiet']}>{t('approval.for', { name: task.for.label })}</span>}
      {task.added && <span className={styles['quiet']}>{t(`approval.added_${task.added}`)}</span>}
      <StatusTag status={task.status} />
      {task.decided_at && (
        <Tooltip title={format.dateTime(task.decided_at)}>
          <span className={styles['quiet']}>{format.ago(task.decided_at)}</span>
        </Tooltip>
      )}
      {task.due_at && (
        <span className={styles['quiet']}>
          <ClockCircleOutlined /> {t('approval.due', { when: format.dateTime(task.due_at) })}
        </span>
      )}
      {task.comment && (
        <q className={styles['comment']} dir="auto">
          {task.comment}
        </q>
      )}
    </li>
  )
}

function Branches({ fork }: { fork: ForkNode }) {
  const labelOf = useLabel()
  return (
    <div className={styles['branches']}>
      {fork.branches.map((branch) => (
        <div key={branch.node} className={styles['branch']} data-taken={branch.taken}>
          <span className={styles['branch_name']}>{labelOf(branch, branch.node.split('/').at(-1))}</span>
          {branch.when && <Condition text={branch.when} />}
          <ol className={styles['picture']}>
            {branch.nodes.map((node) => (
              <NodeView key={node.node} node={node} />
            ))}
          </ol>
        </div>
      ))}
    </div>
  )
}

const MARK_ICONS = { passed: CheckCircleFilled, active: PlayCircleFilled, skipped: MinusCircleOutlined }
const KIND_ICONS = { approval: ClockCircleOutlined, copy: MailOutlined, fork: ForkOutlined }

function NodeIcon({ mark, kind = 'approval' }: { mark: Mark; kind?: CaseNode['kind'] }) {
  const { t } = useTranslation()
  const Icon = mark ? MARK_ICONS[mark] : KIND_ICONS[kind]
  return (
    <span className={styles['mark']} data-mark={mark ?? 'none'}>
      <Icon aria-label={t(`approval.mark_${mark ?? 'none'}`)} />
    </span>
  )
}
