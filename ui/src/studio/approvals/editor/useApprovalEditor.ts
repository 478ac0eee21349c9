import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Issue } from '../../../api/problem'
import { useLabel } from '../../../schema/labels'
import { componentQuery, type Stored } from '../../api/metadata'
import { putChanges } from '../../changes/documents'
import { isSame } from '../../changes/merge'
import type { Change } from '../../components'
import type { Keyed, RuleDocument } from '../../documents'
import { useFreshComponent } from '../../save/useComponentEditor'
import { useEditor, type Editor } from '../../save/useEditor'
import { useLivePlan, type LivePlan } from '../../save/useLivePlan'
import { useApprovalTexts } from '../approvalTexts'
import type { WorkflowDocument } from '../document'
import { useTables } from '../queries'

/** What is edited together: an approval and the decision tables of its entity. */
export interface ApprovalDraft {
  workflow: WorkflowDocument
  tables: Keyed<RuleDocument>
}

export function changesOf(before: ApprovalDraft, after: ApprovalDraft): Change[] {
  const tables = Object.entries(after.tables).flatMap(([key, table]) =>
    putChanges('rule', before.tables[key] ?? null, table),
  )
  return [...tables, ...putChanges('workflow', before.workflow, after.workflow)]
}

export interface ApprovalEditing {
  editor: Editor<ApprovalDraft>
  changes: Change[]
  issues: readonly Issue[]
  plan: LivePlan
}

export function useApprovalEditor(key: string): ApprovalEditing {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const readFresh = useFreshComponent()
  const { data: workflow } = useSuspenseQuery(componentQuery('workflow', key))
  const tables = useTables(workflow.document.entity)
  const editor = useEditor<ApprovalDraft>({
    stored: together(workflow, tables),
    readStored: async () =>
      together(
        await readFresh('workflow', key),
        await Promise.all(tables.map(({ document }) => readFresh('rule', document.key))),
      ),
    changesOf,
    messageOf: (value) => t('message.changed', { name: labelOf(value.workflow, key) }),
  })
  const changes = changesOf(editor.base.document, editor.value)
  const plan = useLivePlan(changes)
  const live = useLastChecked(plan)
  return { editor, changes, plan, issues: live.length > 0 ? live : editor.issues }
}

function together(workflow: Stored<WorkflowDocument>, tables: Stored<RuleDocument>[]): Stored<ApprovalDraft> {
  return {
    version: Math.min(workflow.version, ...tables.map(({ version }) => version)),
    document: {
      workflow: workflow.document,
      tables: Object.fromEntries(tables.map(({ document }) => [document.key, document])),
    },
  }
}

/** Findings stay while the next check is under way, so that they do not flicker with every letter. */
function useLastChecked({ issues, state }: LivePlan): Issue[] {
  const [last, setLast] = useState<Issue[]>([])
  if (state !== 'checking' && !isSame(last, issues)) setLast(issues)
  return state === 'checking' ? last : issues
}
