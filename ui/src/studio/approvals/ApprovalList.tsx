import { CopyOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { Switch } from 'antd'
import { Link } from 'react-router'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { DragHandle, SortableItem, SortableList } from '../controls/SortableList'
import { workflowPath } from '../paths'
import { IconButton } from '../../shared/IconButton'
import { useApprovalTexts } from './approvalTexts'
import type { WorkflowDocument } from './document'
import { nodeAt, pathsOf } from './nodes'
import { useApprovalActions } from './useApprovalActions'
import styles from './approvals.module.css'

/** Approvals of one entity; the order is that in which they are tried. */
export function ApprovalList({ workflows }: { workflows: Stored<WorkflowDocument>[] }) {
  const actions = useApprovalActions(workflows.map(({ document }) => document))
  const keys = workflows.map(({ document }) => document.key)
  return (
    <ul className={styles['list']}>
      <SortableList keys={keys} onMove={(key, index) => void actions.move(key, index)}>
        {workflows.map(({ document }) => (
          <ApprovalRow key={document.key} workflow={document} actions={actions} />
        ))}
      </SortableList>
    </ul>
  )
}

interface ApprovalRowProps {
  workflow: WorkflowDocument
  actions: ReturnType<typeof useApprovalActions>
}

function ApprovalRow({ workflow, actions }: ApprovalRowProps) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const name = labelOf(workflow, workflow.key)
  const steps = pathsOf(workflow.nodes).filter((path) => nodeAt(workflow.nodes, path)?.kind === 'approval')
  return (
    <SortableItem id={workflow.key} name={name} as="li" className={styles['row']}>
      <DragHandle />
      <Link to={workflowPath(workflow.key)} className={styles['name']}>
        <strong dir="auto">{name}</strong>
        <span dir="auto">
          {labelOf({ label: workflow.description }, t('list.steps', { count: steps.length }))}
        </span>
      </Link>
      <Switch
        size="small"
        checked={workflow.active !== false}
        aria-label={t('list.active', { name })}
        onChange={(active) => void actions.activate(workflow, active)}
      />
      <Link to={workflowPath(workflow.key)}>
        <IconButton type="text" icon={<EditOutlined />} label={t('list.edit', { name })} tabIndex={-1} />
      </Link>
      <IconButton
        type="text"
        icon={<CopyOutlined />}
        label={t('list.duplicate', { name })}
        onClick={() => void actions.duplicate(workflow)}
      />
      <IconButton
        type="text"
        danger
        icon={<DeleteOutlined />}
        label={t('list.delete', { name })}
        onClick={() => void actions.remove(workflow)}
      />
    </SortableItem>
  )
}
