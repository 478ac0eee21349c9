import type { Issue } from '../../../api/problem'
import type { Entity } from '../../../api/types'
import type { RuleParts } from '../../../rules/parts'
import { IssuesContext } from '../../controls/IssuesContext'
import { AssignForm } from './assign/AssignForm'
import { RecycleForm } from './assign/RecycleForm'
import { DecideForm } from './decide/DecideForm'
import { RemindForm } from './remind/RemindForm'
import { ScoreForm } from './ScoreForm'
import { ValidateForm } from './ValidateForm'

interface RuleFormProps {
  entity: Entity
  parts: RuleParts
  issues: readonly Issue[]
  onChange: (parts: RuleParts) => void
}

export function RuleForm({ entity, parts, issues, onChange }: RuleFormProps) {
  return (
    <IssuesContext value={{ issues }}>
      {parts.kind === 'score' && <ScoreForm entity={entity} score={parts} onChange={onChange} />}
      {parts.kind === 'validate' && <ValidateForm entity={entity} validation={parts} onChange={onChange} />}
      {parts.kind === 'remind' && <RemindForm entity={entity} reminder={parts} onChange={onChange} />}
      {parts.kind === 'assign' && <AssignForm entity={entity} assignment={parts} onChange={onChange} />}
      {parts.kind === 'recycle' && <RecycleForm entity={entity} pool={parts} onChange={onChange} />}
      {parts.kind === 'decide' && <DecideForm entity={entity} table={parts} onChange={onChange} />}
    </IssuesContext>
  )
}
