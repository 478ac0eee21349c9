import { PlusOutlined } from '@ant-design/icons'
import { Button, Empty, Flex, Typography } from 'antd'
import { useState } from 'react'
import type { EntityTabProps } from '../entity/entityTab'
import { ApprovalList } from './ApprovalList'
import { useApprovalTexts } from './approvalTexts'
import { NewApprovalDrawer } from './NewApprovalDrawer'
import { useComponents } from '../api/useComponents'

/** The approvals of an entity, in the order in which they are tried. */
export function ApprovalsTab({ entity }: EntityTabProps) {
  const t = useApprovalTexts()
  const all = useComponents('workflow')
  const [isCreating, setCreating] = useState(false)
  const workflows = all.filter(({ document }) => document.entity === entity.key)
  return (
    <>
      <Flex justify="space-between" align="center" gap={12} wrap style={{ marginBottom: 12 }}>
        <Typography.Text type="secondary">{t('list.order')}</Typography.Text>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
          {t('list.add')}
        </Button>
      </Flex>
      {workflows.length === 0 && <Empty description={t('list.empty')} />}
      <ApprovalList workflows={workflows} />
      {isCreating && (
        <NewApprovalDrawer entity={entity.key} workflows={all} onClose={() => setCreating(false)} />
      )}
    </>
  )
}
