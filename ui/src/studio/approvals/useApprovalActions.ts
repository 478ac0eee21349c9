import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useLabel } from '../../schema/labels'
import { componentsQuery } from '../api/metadata'
import { suggestItemKey } from '../changes/keys'
import type { Change } from '../components'
import { workflowPath } from '../paths'
import { useDeletion } from '../save/useDeletion'
import { useRefusal } from '../save/useRefusal'
import { useSave } from '../save/SaveContext'
import { useApprovalTexts } from './approvalTexts'
import type { WorkflowDocument } from './document'

const STEP = 10

const put = (key: string, document: Partial<WorkflowDocument>): Change => ({
  op: 'put',
  kind: 'workflow',
  key,
  document,
})

/** What is done to whole approvals; `listed` are those of the entity in their order. */
export function useApprovalActions(listed: WorkflowDocument[]) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const save = useSave()
  const navigate = useNavigate()
  const showRefusal = useRefusal()
  const erase = useDeletion()
  const { data: all } = useSuspenseQuery(componentsQuery('workflow'))
  const nameOf = (workflow: WorkflowDocument) => labelOf(workflow, workflow.key)

  const attempt = async (changes: Change[], message: string, failed: string): Promise<boolean> => {
    const outcome = await save({ changes, message })
    if ('issues' in outcome) showRefusal(failed, outcome.issues)
    return outcome.state === 'saved'
  }

  const activate = (workflow: WorkflowDocument, active: boolean) => {
    const name = nameOf(workflow)
    const message = t(active ? 'message.activated' : 'message.deactivated', { name })
    return attempt([put(workflow.key, { active })], message, t('list.not_changed', { name }))
  }

  const move = (key: string, index: number) => {
    const others = listed.filter((workflow) => workflow.key !== key)
    const moved = listed.find((workflow) => workflow.key === key)
    if (!moved) return Promise.resolve(false)
    const order = [...others.slice(0, index), moved, ...others.slice(index)]
    const changes = order.flatMap((workflow, at) =>
      workflow.order === (at + 1) * STEP ? [] : [put(workflow.key, { order: (at + 1) * STEP })],
    )
    return attempt(changes, t('message.moved'), t('list.not_changed', { name: nameOf(moved) }))
  }

  const duplicate = async (workflow: WorkflowDocument) => {
    const name = nameOf(workflow)
    const key = suggestItemKey(
      { en: workflow.key },
      all.map((one) => one.key),
      'approval',
    )
    const label = Object.fromEntries(
      Object.entries(workflow.label ?? {}).map(([language, text]) => [language, `${text ?? ''} (2)`]),
    )
    const { id: _id, ...copied } = workflow
    const order = Math.max(0, ...listed.map((one) => one.order ?? 0)) + STEP
    const document = { ...copied, key, label, active: false, order }
    const isDone = await attempt(
      [put(key, document)],
      t('message.duplicated', { name }),
      t('list.not_changed', { name }),
    )
    if (isDone) void navigate(workflowPath(key))
  }

  const remove = async (workflow: WorkflowDocument) => {
    const name = nameOf(workflow)
    await erase({
      kind: 'workflow',
      key: workflow.key,
      name,
      message: t('message.deleted', { name }),
      title: t('list.delete_title', { name }),
      hint: t('list.delete_hint'),
      ok: t('list.delete_ok'),
    })
  }

  return { activate, move, duplicate, remove }
}
