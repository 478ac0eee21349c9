import { PlusOutlined } from '@ant-design/icons'
import { Button, Empty, Select } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { useTexts } from '../texts'
import { ApprovalList } from './ApprovalList'
import { useApprovalTexts } from './approvalTexts'
import { NewApprovalDrawer } from './NewApprovalDrawer'
import { useComponents } from '../api/useComponents'
import styles from './approvals.module.css'

/** All approvals, by what they are about. */
export function ApprovalsPage() {
  const t = useApprovalTexts()
  const tStudio = useTexts()
  const labelOf = useLabel()
  const { entities } = useSchema()
  const workflows = useComponents('workflow')
  const [shown, setShown] = useState<string | null>(null)
  const [isCreating, setCreating] = useState(false)
  useDocumentTitle(t('title'), tStudio('frame.studio'))
  const having = entities.filter(({ key }) => workflows.some(({ document }) => document.entity === key))
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('list.add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('list.about')}
        actions={
          <>
            {having.length > 1 && (
              <Select
                allowClear
                style={{ minWidth: 180 }}
                aria-label={t('list.only')}
                placeholder={t('list.only')}
                value={shown}
                options={having.map((entity) => ({ value: entity.key, label: labelOf(entity) }))}
                onChange={(next: string | null) => setShown(next ?? null)}
              />
            )}
            {add}
          </>
        }
      />
      {having.length === 0 && <Empty description={t('list.empty')} />}
      {having
        .filter(({ key }) => shown === null || key === shown)
        .map((entity) => (
          <section key={entity.key} className={styles['group']} aria-label={labelOf(entity)}>
            <h2>{labelOf(entity)}</h2>
            <ApprovalList workflows={workflows.filter(({ document }) => document.entity === entity.key)} />
          </section>
        ))}
      {isCreating && (
        <NewApprovalDrawer entity={shown} workflows={workflows} onClose={() => setCreating(false)} />
      )}
    </>
  )
}
