import { Select } from 'antd'
import type { Entity, Field } from '../../../../api/types'
import type { AssignChoice, AssignParts, SharingMode } from '../../../../rules/parts'
import { useLabel } from '../../../../schema/labels'
import { findField } from '../../../../schema/useSchema'
import { ConditionInput } from '../../../controls/ConditionInput'
import { Control, type ControlAria } from '../../../controls/Control'
import { FieldGrid } from '../../../controls/FieldGrid'
import { RuleInput } from '../../../controls/RuleInput'
import { SwitchRow } from '../../../controls/SwitchRow'
import { ClauseList } from '../ClauseList'
import { useAssignmentTexts } from './assignmentTexts'
import { PlaceInput } from './PlaceInput'

interface AssignFormProps {
  entity: Entity
  assignment: AssignParts
  onChange: (assignment: AssignParts) => void
}

const EMPTY: AssignChoice = {
  when: null,
  to: '',
  mode: null,
  limit: null,
  skill: null,
  territory: null,
  skip_absent: false,
}

/** Who gets a record: the first choice whose condition holds, and how one of several people is found. */
export function AssignForm({ entity, assignment, onChange }: AssignFormProps) {
  const t = useAssignmentTexts()
  return (
    <ClauseList
      clauses={assignment.choices}
      label={t('choices')}
      addText={t('add_choice')}
      removeText={(number) => t('remove_choice', { number })}
      fresh={EMPTY}
      onChange={(choices) => onChange({ ...assignment, choices })}
    >
      {(choice, at, set) => <Choice entity={entity} choice={choice} at={at} set={set} />}
    </ClauseList>
  )
}

interface ChoiceProps {
  entity: Entity
  choice: AssignChoice
  at: number
  set: (part: Partial<AssignChoice>) => void
}

function Choice({ entity, choice, at, set }: ChoiceProps) {
  const t = useAssignmentTexts()
  const place = (name: string) => [`choices/${at}/${name}`]
  return (
    <>
      <Control names={place('when')} label={t('when')} help={t('when_help')} isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={entity.key}
            placeholder={t('otherwise')}
            value={choice.when}
            onChange={(when) => set({ when: when ?? null })}
          />
        )}
      </Control>
      <Control names={place('to')} label={t('to')} required>
        {(aria) => (
          <PlaceInput aria={aria} entity={entity} value={choice.to} onChange={(to) => set({ to })} />
        )}
      </Control>
      {!choice.to.startsWith('pool ') && <Sharing entity={entity} choice={choice} place={place} set={set} />}
    </>
  )
}

interface SharingProps {
  entity: Entity
  choice: AssignChoice
  place: (name: string) => string[]
  set: (part: Partial<AssignChoice>) => void
}

/** How one of several people is found, and who is left out. */
function Sharing({ entity, choice, place, set }: SharingProps) {
  const t = useAssignmentTexts()
  return (
    <>
      <FieldGrid min={180}>
        <Control names={place('mode')} label={t('mode')}>
          {(aria) => (
            <Select<SharingMode>
              {...aria}
              value={choice.mode ?? 'round robin'}
              options={[
                { value: 'round robin', label: t('round_robin') },
                { value: 'by load', label: t('by_load') },
              ]}
              onChange={(mode) => set({ mode })}
            />
          )}
        </Control>
        <Control names={place('limit')} label={t('limit')} help={t('limit_help')} isRule>
          {(aria) => (
            <RuleInput
              isSingleLine
              isQuiet
              aria={aria}
              entity={entity.key}
              value={choice.limit}
              onChange={(limit) => set({ limit: limit ?? null })}
            />
          )}
        </Control>
        <Control names={place('territory')} label={t('territory')} help={t('territory_help')} isRule>
          {(aria) => (
            <AskedField
              aria={aria}
              entity={entity}
              fits={({ kind }) => kind === 'reference' || kind === 'references'}
              value={choice.territory}
              onChange={(territory) => set({ territory })}
            />
          )}
        </Control>
        <Control names={place('skill')} label={t('skill')} help={t('skill_help')} isRule>
          {(aria) => (
            <AskedField
              aria={aria}
              entity={entity}
              fits={({ kind }) => kind === 'option' || kind === 'options' || kind === 'text'}
              value={choice.skill}
              onChange={(skill) => set({ skill })}
            />
          )}
        </Control>
      </FieldGrid>
      <SwitchRow
        label={t('skip_absent')}
        help={t('skip_absent_help')}
        checked={choice.skip_absent}
        onChange={(isSkipped) => set({ skip_absent: isSkipped })}
      />
    </>
  )
}

interface AskedFieldProps {
  aria: ControlAria
  entity: Entity
  fits: (field: Field) => boolean
  value: string | null
  onChange: (rule: string | null) => void
}

/** The field of the record that says what is asked of people; an expression of its own stays as it is written. */
function AskedField({ aria, entity, fits, value, onChange }: AskedFieldProps) {
  const labelOf = useLabel()
  const options = entity.fields
    .filter((field) => !field.system && fits(field))
    .map((field) => ({ value: field.key, label: labelOf(field) }))
  const isWritten = value !== null && !options.some((option) => option.value === value)
  const label = isWritten ? labelOf(findField(entity, value), value) : ''
  return (
    <Select<string>
      {...aria}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      options={isWritten ? [...options, { value, label }] : options}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  )
}
