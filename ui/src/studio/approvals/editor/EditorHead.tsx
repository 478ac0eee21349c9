import { ArrowLeftOutlined } from '@ant-design/icons'
import { Flex, Typography } from 'antd'
import { Link } from 'react-router'
import type { Entity } from '../../../api/types'
import { useLabel } from '../../../schema/labels'
import { LinkButton } from '../../../shared/LinkButton'
import { entityPath, workflowsPath } from '../../paths'
import type { LivePlan } from '../../save/useLivePlan'
import { useApprovalTexts } from '../approvalTexts'
import type { WorkflowDocument } from '../document'

interface EditorHeadProps {
  entity: Entity
  workflow: WorkflowDocument
  plan: LivePlan
}

/** Which approval this is, and what a change of it means for cases that are going on. */
export function EditorHead({ entity, workflow, plan }: EditorHeadProps) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const touched = plan.plan?.impact?.approvals?.find(({ workflow: key }) => key === workflow.key)
  return (
    <Flex gap={10} align="center" wrap style={{ marginBottom: 8 }}>
      <LinkButton to={workflowsPath} type="text" icon={<ArrowLeftOutlined />} aria-label={t('editor.back')} />
      <Typography.Title level={4} style={{ margin: 0 }}>
        {labelOf(workflow, workflow.key)}
      </Typography.Title>
      <Link to={entityPath(entity.key, 'approvals')}>{labelOf(entity)}</Link>
      {touched && (
        <Typography.Text type="secondary" role="status">
          {t('editor.cases_go_on', { count: touched.cases })}
        </Typography.Text>
      )}
    </Flex>
  )
}
