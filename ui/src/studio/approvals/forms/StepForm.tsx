import { InputNumber, Segmented, Select } from 'antd'
import { Control } from '../../controls/Control'
import { FieldGrid } from '../../controls/FieldGrid'
import { useApprovalTexts } from '../approvalTexts'
import type { NodeDocument, QuorumDocument } from '../document'
import { useRoleChoices } from '../named'
import { ApproversInput } from './ApproversInput'
import { ChoiceInput } from './ChoiceInput'
import { DeadlinesInput } from './DeadlinesInput'
import { FieldRights } from './FieldRights'
import type { NodeFormProps } from './nodeForms'

/** A step at which people decide. */
export function StepForm({ node, set }: NodeFormProps) {
  const t = useApprovalTexts()
  return (
    <>
      <ApproversInput
        label={t('attribute.approvers')}
        value={node.approvers}
        onChange={(approvers) => set({ approvers })}
      />
      <ChoiceInput name="mode" standard="any" value={node.mode} onChange={(mode) => set({ mode })} />
      {node.mode === 'quorum' && <Quorum node={node} set={set} />}
      <FieldGrid min={220}>
        <ChoiceInput
          name="empty"
          standard="administrators"
          value={node.empty}
          onChange={(empty) => set({ empty })}
        />
        <ChoiceInput name="own" standard="keep" value={node.own} onChange={(own) => set({ own })} />
        <ChoiceInput
          name="duplicate"
          standard="ask"
          value={node.duplicate}
          onChange={(duplicate) => set({ duplicate })}
        />
        <ChoiceInput
          name="departed"
          standard="superior"
          value={node.departed}
          onChange={(departed) => set({ departed })}
        />
      </FieldGrid>
      <DeadlinesInput value={node.deadlines} onChange={(deadlines) => set({ deadlines })} />
      <FieldRights value={node.fields} onChange={(fields) => set({ fields })} />
    </>
  )
}

/** How many must agree, and whose refusal is final. */
function Quorum({ node, set }: Pick<NodeFormProps, 'node' | 'set'>) {
  const t = useApprovalTexts()
  const roles = useRoleChoices()
  const quorum: QuorumDocument = node.quorum ?? { need: 1 }
  const isShare = quorum.percent !== undefined
  const setQuorum = (part: Partial<QuorumDocument>) =>
    set({ quorum: { ...quorum, ...part } } satisfies Partial<NodeDocument>)
  return (
    <FieldGrid min={220}>
      <Control names={['quorum/need', 'quorum/percent']} label={t('quorum.need')}>
        {(aria) => (
          <div style={{ display: 'flex', gap: 8 }}>
            <InputNumber
              {...aria}
              min={1}
              max={isShare ? 100 : 1000}
              precision={0}
              value={isShare ? quorum.percent : (quorum.need ?? 1)}
              onChange={(count) => setQuorum(isShare ? { percent: count ?? 1 } : { need: count ?? 1 })}
            />
            <Segmented
              value={isShare ? 'percent' : 'need'}
              options={[
                { value: 'need', label: t('quorum.people') },
                { value: 'percent', label: '%' },
              ]}
              onChange={(way) =>
                setQuorum(
                  way === 'percent' ? { percent: 50, need: undefined } : { percent: undefined, need: 1 },
                )
              }
            />
          </div>
        )}
      </Control>
      <Control names={['quorum/veto']} label={t('quorum.veto')} help={t('quorum.veto_help')}>
        {(aria) => (
          <Select<string[]>
            {...aria}
            mode="multiple"
            value={quorum.veto ?? []}
            options={roles}
            onChange={(veto) => setQuorum({ veto: veto.length > 0 ? veto : undefined })}
          />
        )}
      </Control>
    </FieldGrid>
  )
}
