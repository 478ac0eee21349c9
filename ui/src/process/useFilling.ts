import { useState } from 'react'
import type { ApprovalCase, OwnTask } from '../api/approvals'
import type { Entity, Field } from '../api/types'
import type { FieldValue } from '../api/values'
import { useWriter } from '../fields/useWriter'
import { findField } from '../schema/useSchema'

interface Filled {
  field: Field
  isRequired: boolean
}

type Values = Record<string, FieldValue>

export interface Filling {
  fields: readonly Filled[]
  values: Values
  set: (key: string, value: FieldValue) => void
  /** What was typed and is no value yet, by field. */
  invalid: Readonly<Record<string, string>>
  reportInvalid: (key: string, message: string | null) => void
  /** What was changed, as it is sent. */
  sent: Record<string, unknown>
}

/** Fields of the record that are filled in along with a command: what a step opens, or a change to be corrected. */
export function useFilling(
  approval: ApprovalCase,
  entity: Entity | undefined,
  opened: Readonly<Record<string, string>>,
): Filling {
  const write = useWriter()
  const [typed, setTyped] = useState<Values>({})
  const [invalid, setInvalid] = useState<Readonly<Record<string, string>>>({})
  const fields = Object.entries(opened).flatMap(([key, access]) => {
    const field = entity && findField(entity, key)
    return field && (access === 'edit' || access === 'required')
      ? [{ field, isRequired: access === 'required' }]
      : []
  })
  const sent = fields.flatMap(({ field }) =>
    field.key in typed ? [[field.key, write(field, typed[field.key])] as const] : [],
  )
  return {
    fields,
    values: { ...presentValues(approval), ...typed },
    set: (key, value) => setTyped((before) => ({ ...before, [key]: value })),
    invalid,
    reportInvalid: (key, message) =>
      setInvalid(({ [key]: _, ...others }) => (message === null ? others : { ...others, [key]: message })),
    sent: Object.fromEntries(sent),
  }
}

/** The record as it is to become: what is proposed takes the place of what stands there. */
function presentValues({ values, changes }: ApprovalCase): Values {
  const shown = values.map(({ field, value }) => [field, value] as const)
  const proposed = changes.map(({ field, after }) => [field, after] as const)
  return Object.fromEntries([...shown, ...proposed])
}

/** Which fields an action takes along. */
export function openedBy(
  action: string,
  approval: ApprovalCase,
  task: OwnTask | undefined,
): Readonly<Record<string, string>> {
  if (action === 'approve') return task?.fields ?? {}
  if (action !== 'resubmit') return {}
  return Object.fromEntries(approval.changes.map(({ field }) => [field, 'edit']))
}
