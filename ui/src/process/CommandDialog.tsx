import { Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AddedPlace, ApprovalCase, CaseCommand, OwnTask } from '../api/approvals'
import type { Label } from '../api/values'
import { ReferenceSelect } from '../fields/parts/ReferenceSelect'
import { useLabel } from '../schema/labels'
import { tasksIn } from './tasksIn'
import { useAct } from './useAct'

/** What a dialog asks beside the comment. */
const ASKS = {
  approve: [],
  reject: [],
  return: ['place'],
  transfer: ['person'],
  add: ['people'],
  recall: [],
  resubmit: [],
  urge: [],
  comment: [],
  copy: ['people'],
  move: ['step'],
  reassign: ['task', 'person'],
  end: [],
} as const satisfies Record<string, readonly ('place' | 'person' | 'people' | 'step' | 'task')[]>

export type DialogAction = keyof typeof ASKS
const WANT_COMMENT = new Set<DialogAction>(['reject', 'return', 'comment'])
const PLACES: AddedPlace[] = ['before', 'after', 'beside']

interface CommandDialogProps {
  approval: ApprovalCase
  action: DialogAction
  task?: OwnTask | undefined
  onClose: () => void
}

/** Asks for the comment and whatever else an action needs, then does it. */
export function CommandDialog({ approval, action, task, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { mutateAsync, isPending } = useAct(approval)
  const [comment, setComment] = useState('')
  const [to, setTo] = useState('start')
  const [isResuming, setResuming] = useState(false)
  const [people, setPeople] = useState<Label[]>([])
  const [place, setPlace] = useState<AddedPlace>('before')
  const asks: readonly string[] = ASKS[action]
  const asksPeople = asks.includes('person') || asks.includes('people')
  const steps = approval.nodes.map((node) => ({
    value: node.node,
    label: labelOf(node, node.node.split('/').at(-1)),
  }))
  const pending = tasksIn(approval.nodes).filter(({ status }) => status === 'open' || status === 'waiting')
  const [step, setStep] = useState(steps[0]?.value ?? '')
  const [whose, setWhose] = useState(pending[0]?.task)
  const isComplete =
    (!WANT_COMMENT.has(action) || comment.trim() !== '') &&
    (!asksPeople || people.length > 0) &&
    (!asks.includes('task') || whose !== undefined)

  const command: CaseCommand = {
    comment,
    ...(task ? { task: task.task } : {}),
    ...(asks.includes('place') ? { to, resume: isResuming } : {}),
    ...(asks.includes('person') ? { to: people[0]?.id ?? '' } : {}),
    ...(asks.includes('people') ? { users: people.map(({ id }) => id) } : {}),
    ...(action === 'add' ? { place } : {}),
    ...(asks.includes('step') ? { to: step } : {}),
    ...(asks.includes('task') && whose !== undefined ? { task: whose } : {}),
  }
  const send = async () => {
    await mutateAsync({ action, command }).then(onClose, () => undefined)
  }

  return (
    <Modal
      open
      title={t(`approval.${action}`)}
      okText={t(`approval.${action}`)}
      okButtonProps={{ disabled: !isComplete, danger: action === 'reject' || action === 'end' }}
      confirmLoading={isPending}
      onOk={() => void send()}
      onCancel={onClose}
    >
      <Form
        layout="vertical"
        onKeyDown={(event) => event.ctrlKey && event.key === 'Enter' && isComplete && void send()}
      >
        {asks.includes('place') && (
          <>
            <Form.Item label={t('approval.return_to')} htmlFor="return-to">
              <Select
                id="return-to"
                value={to}
                onChange={setTo}
                options={(task?.return_to ?? []).map(({ node, label }) => ({
                  value: node,
                  label: label ? labelOf({ label }, node) : t('approval.submitter'),
                }))}
              />
            </Form.Item>
            <Form.Item>
              <Radio.Group value={isResuming} onChange={({ target }) => setResuming(target.value as boolean)}>
                <Radio value={false}>{t('approval.run_again')}</Radio>
                <Radio value>{t('approval.resume_here')}</Radio>
              </Radio.Group>
            </Form.Item>
          </>
        )}
        {asks.includes('step') && (
          <Form.Item label={t('approval.move_to')} htmlFor="move-to" help={t('approval.move_help')}>
            <Select id="move-to" value={step} onChange={setStep} options={steps} />
          </Form.Item>
        )}
        {asks.includes('task') && (
          <Form.Item label={t('approval.whose_task')} htmlFor="whose-task">
            <Select
              id="whose-task"
              value={whose ?? null}
              onChange={setWhose}
              options={pending.map(({ task: value, user }) => ({ value, label: user?.label ?? '?' }))}
            />
          </Form.Item>
        )}
        {asksPeople && (
          <Form.Item label={t('approval.person')} htmlFor="approval-people">
            <ReferenceSelect
              id="approval-people"
              target="user"
              filter="is_active"
              isMultiple={asks.includes('people')}
              value={people}
              onChange={setPeople}
              canCreate={false}
            />
          </Form.Item>
        )}
        {action === 'add' && (
          <Form.Item>
            <Radio.Group value={place} onChange={({ target }) => setPlace(target.value as AddedPlace)}>
              {PLACES.map((each) => (
                <Radio key={each} value={each}>
                  {t(`approval.place_${each}`)}
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
        )}
        <Form.Item
          label={t('approval.comment_label')}
          htmlFor="approval-comment"
          required={WANT_COMMENT.has(action)}
        >
          <Input.TextArea
            id="approval-comment"
            autoFocus
            rows={3}
            maxLength={5000}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
