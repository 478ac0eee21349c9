import { Typography } from 'antd'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import { branchAt, isBranch, nodeAt, parentOf } from '../nodes'
import { LabelControl, WhenControl } from './HeadForm'
import { NODE_FORMS } from './nodeForms'
import { WorkflowForm } from './WorkflowForm'

/** The form of whatever is chosen in the picture: a node, a branch, or the approval as a whole. */
export function ChosenForm({ path }: { path: string }) {
  const { workflow } = useApproval()
  if (nodeAt(workflow.nodes, path)) return <NodeForm path={path} />
  if (isBranch(path) && branchAt(workflow.nodes, path)) return <BranchForm path={path} />
  return <WorkflowForm />
}

function NodeForm({ path }: { path: string }) {
  const t = useApprovalTexts()
  const { workflow, setNode } = useApproval()
  const node = nodeAt(workflow.nodes, path)
  if (!node) return null
  const Form = NODE_FORMS[node.kind]
  return (
    <>
      <LabelControl value={node.label} onChange={(label) => setNode(path, { label })} />
      {Form && <Form path={path} node={node} set={(part) => setNode(path, part)} />}
      <WhenControl
        value={node.when}
        help={t('node.when_help')}
        onChange={(when) => setNode(path, { when })}
      />
    </>
  )
}

function BranchForm({ path }: { path: string }) {
  const t = useApprovalTexts()
  const { workflow, setBranch } = useApproval()
  const branch = branchAt(workflow.nodes, path)
  const take = nodeAt(workflow.nodes, parentOf(path))?.take ?? 'first'
  return (
    <>
      <Typography.Paragraph type="secondary">
        {t(`branch.about_${take}`, { defaultValue: '' })}
      </Typography.Paragraph>
      <LabelControl value={branch?.label} onChange={(label) => setBranch(path, { label })} />
      <WhenControl
        value={branch?.when}
        help={t('branch.when_help')}
        onChange={(when) => setBranch(path, { when })}
      />
    </>
  )
}
