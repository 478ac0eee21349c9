import { Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AddedPlace, ApprovalCase, OwnTask } from '../api/approvals'
import { useLabel } from '../schema/labels'
import { findingProps } from './findings'
import { PersonSelect } from './PersonSelect'
import { stepChoices } from './stepChoices'
import type { CommandForm } from './useCommand'
import styles from './process.module.css'

const PLACES: AddedPlace[] = ['before', 'after', 'beside']

interface CommandInputsProps {
  form: CommandForm
  approval: ApprovalCase
  task: OwnTask | undefined
}

/** The inputs that the action asks for. */
export function CommandInputs(props: CommandInputsProps) {
  const { asks } = props.form
  return (
    <>
      {asks.has('place') && <ReturnInputs {...props} />}
      {asks.has('step') && <StepInput {...props} />}
      {asks.has('task') && <TaskInput {...props} />}
      {(asks.has('person') || asks.has('people')) && <PeopleInput {...props} />}
      {asks.has('where') && <WhereInput {...props} />}
    </>
  )
}

function ReturnInputs({ form, task }: CommandInputsProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  return (
    <>
      <Form.Item label={t('approval.return_to')} htmlFor="return-to" {...findingProps(form.findings, 'to')}>
        <Select
          id="return-to"
          value={form.returnTo}
          onChange={form.setReturnTo}
          options={(task?.return_to ?? []).map(({ node, label }) => ({
            value: node,
            label: label ? labelOf({ label }, node) : t('approval.submitter'),
          }))}
        />
      </Form.Item>
      <Form.Item>
        <Radio.Group
          value={form.isResuming}
          onChange={({ target }) => form.setResuming(target.value as boolean)}
        >
          <Radio value={false}>{t('approval.run_again')}</Radio>
          <Radio value>{t('approval.resume_here')}</Radio>
        </Radio.Group>
      </Form.Item>
    </>
  )
}

function StepInput({ form, approval }: CommandInputsProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  return (
    <Form.Item
      label={t('approval.move_to')}
      htmlFor="move-to"
      extra={t('approval.move_help')}
      {...findingProps(form.findings, 'to')}
    >
      <Select
        id="move-to"
        value={form.step ?? null}
        onChange={form.setStep}
        options={stepChoices(approval.nodes, labelOf)}
        optionRender={({ label }) => <span className={styles['way']}>{label}</span>}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
  )
}

function TaskInput({ form }: CommandInputsProps) {
  const { t } = useTranslation()
  return (
    <Form.Item label={t('approval.whose_task')} htmlFor="whose-task" {...findingProps(form.findings, 'task')}>
      <Select
        id="whose-task"
        value={form.whose ?? null}
        onChange={form.setWhose}
        options={form.pending.map(({ task: value, user }) => ({ value, label: user?.label ?? '?' }))}
      />
    </Form.Item>
  )
}

function PeopleInput({ form }: CommandInputsProps) {
  const { t } = useTranslation()
  const isMultiple = form.asks.has('people')
  const finding = findingProps(form.findings, isMultiple ? 'users' : 'to')
  const other = findingProps(form.findings, isMultiple ? 'to' : 'users')
  return (
    <Form.Item label={t('approval.person')} htmlFor="approval-people" required {...other} {...finding}>
      <PersonSelect
        id="approval-people"
        isMultiple={isMultiple}
        value={form.people}
        onChange={form.setPeople}
      />
    </Form.Item>
  )
}

function WhereInput({ form }: CommandInputsProps) {
  const { t } = useTranslation()
  return (
    <Form.Item>
      <Radio.Group value={form.place} onChange={({ target }) => form.setPlace(target.value as AddedPlace)}>
        {PLACES.map((each) => (
          <Radio key={each} value={each}>
            {t(`approval.place_${each}`)}
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  )
}
