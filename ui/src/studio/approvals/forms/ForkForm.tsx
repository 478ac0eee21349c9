import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useLabel } from '../../../schema/labels'
import { orderedEntries } from '../../../shared/order'
import { FaultText } from '../../controls/FaultText'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import { addBranch } from '../nodes'
import { ChoiceInput } from './ChoiceInput'
import type { NodeFormProps } from './nodeForms'
import { RouteTable } from './RouteTable'
import styles from './forms.module.css'

/** Which of its branches a fork takes. */
export function ForkForm({ path, node, set }: NodeFormProps) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const { workflow, setWorkflow, select } = useApproval()
  const add = () => {
    const count = Object.keys(node.branches ?? {}).length + 1
    const label = { en: `Branch ${count}`, 'zh-hans': `分支${count}` }
    const made = addBranch(workflow.nodes, path, { label, nodes: {} })
    setWorkflow({ nodes: made.nodes })
    select(made.path)
  }
  return (
    <>
      <ChoiceInput name="take" standard="first" value={node.take} onChange={(take) => set({ take })} />
      {node.take === 'table' && <RouteTable node={node} set={set} />}
      <section className={styles['section']} aria-label={t('attribute.branches')}>
        <h3>{t('attribute.branches')}</h3>
        <ul className={styles['branches']}>
          {orderedEntries(node.branches).map(([key, branch]) => (
            <li key={key}>
              <Button type="text" onClick={() => select(`${path}/${key}`)}>
                {labelOf(branch, key)}
              </Button>
            </li>
          ))}
        </ul>
        <FaultText names={['branches']} />
        <Button type="dashed" block icon={<PlusOutlined />} onClick={add}>
          {t('branch.add')}
        </Button>
      </section>
    </>
  )
}
