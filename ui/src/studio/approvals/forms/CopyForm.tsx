import { useApprovalTexts } from '../approvalTexts'
import { ApproversInput } from './ApproversInput'
import type { NodeFormProps } from './nodeForms'

/** People who are told; nothing waits for them. */
export function CopyForm({ node, set }: NodeFormProps) {
  const t = useApprovalTexts()
  return (
    <ApproversInput
      label={t('attribute.told')}
      value={node.approvers}
      onChange={(approvers) => set({ approvers })}
    />
  )
}
