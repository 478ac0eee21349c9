import { ExpandOutlined } from '@ant-design/icons'
import { Alert, Button, Flex, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../../schema/labels'
import { useIsNarrow } from '../../../shared/media'
import { orderedEntries } from '../../../shared/order'
import { Control } from '../../controls/Control'
import { IssuesContext, useAllIssues } from '../../controls/IssuesContext'
import { DecideForm } from '../../rules/form/decide/DecideForm'
import { useRuleForm } from '../../rules/form/useRuleForm'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import type { NodeDocument } from '../document'
import { findTable, newTable, tableName } from '../tables'
import type { NodeFormProps } from './nodeForms'

const STEPS = 'steps'

/** The decision table that a fork asks: chosen or new, and edited in place. */
export function RouteTable({ node, set }: Pick<NodeFormProps, 'node' | 'set'>) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const { entity, workflow, tables, setTable } = useApproval()
  const offered = Object.values(tables).flatMap((table) => {
    const name = tableName(table.text)
    return name ? [{ value: name, label: labelOf(table, name) }] : []
  })
  const key = findTable(tables, node.decide)
  const create = () => {
    const column = entity.fields.find(({ kind }) => ['money', 'decimal', 'integer'].includes(kind))
    const measure = column?.key ?? entity.title_field ?? 'id'
    const made = newTable(entity.key, workflow.key, node, tables, measure)
    setTable(made.key, made.table)
    set({ decide: made.name, result: STEPS })
  }
  return (
    <>
      <Control names={['decide', 'result']} label={t('attribute.decide')} help={t('decide.help')}>
        {(aria) => (
          <Flex gap={8} wrap>
            <Select
              {...aria}
              style={{ flex: 1, minWidth: 160 }}
              value={node.decide || null}
              options={offered}
              onChange={(decide: string) => set({ decide })}
            />
            <Button onClick={create}>{t('decide.create')}</Button>
          </Flex>
        )}
      </Control>
      {key !== undefined && <TableGrid key={key} rule={key} node={node} />}
    </>
  )
}

function TableGrid({ rule, node }: { rule: string; node: NodeDocument }) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const issues = useAllIssues()
  const isNarrow = useIsNarrow()
  const [isLarge, setLarge] = useState(false)
  const { entity, tables, setTable } = useApproval()
  const table = tables[rule]
  const form = useRuleForm(table?.text ?? '', true, (text) => table && setTable(rule, { ...table, text }))
  const branches = orderedEntries(node.branches).map(([key, branch]) => ({
    value: key,
    label: labelOf(branch, key),
  }))
  if (form.state === 'reading') return <Skeleton active />
  if (form.parts?.kind !== 'decide')
    return <Alert type="info" showIcon title={t('decide.no_form')} description={form.reason} />
  const grid = (
    <DecideForm
      entity={entity}
      table={form.parts}
      choices={{ [node.result ?? STEPS]: branches }}
      onChange={form.change}
    />
  )
  return (
    <IssuesContext value={{ issues: form.issues.length > 0 ? form.issues : issues, prefix: '' }}>
      {!isNarrow && (
        <Button block icon={<ExpandOutlined />} style={{ marginBottom: 12 }} onClick={() => setLarge(true)}>
          {t('decide.enlarge')}
        </Button>
      )}
      {!isLarge && grid}
      <Modal
        open={isLarge}
        onCancel={() => setLarge(false)}
        title={t('decide.large', { name: labelOf(table, rule) })}
        width="min(1280px, 96vw)"
        footer={
          <Button type="primary" onClick={() => setLarge(false)}>
            {t('decide.close')}
          </Button>
        }
        centered
        destroyOnHidden
      >
        {grid}
      </Modal>
    </IssuesContext>
  )
}
