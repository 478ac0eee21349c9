import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, InputNumber, Select, Switch } from 'antd'
import { useLabel } from '../../../schema/labels'
import { useSchema } from '../../../schema/useSchema'
import { IconButton } from '../../../shared/IconButton'
import { orderedEntries } from '../../../shared/order'
import { suggestItemKey } from '../../changes/keys'
import { nextOrder, omit } from '../../changes/order'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { FaultText } from '../../controls/FaultText'
import type { Keyed } from '../../documents'
import { useApproval } from '../ApprovalContext'
import { approverKind, withKind } from '../approverKinds'
import { useApprovalTexts } from '../approvalTexts'
import type { ApproverDocument } from '../document'
import { pathsTo } from '../named'
import { NameInput } from './NameInput'
import styles from './forms.module.css'

interface ApproversInputProps {
  value: Keyed<ApproverDocument> | undefined
  onChange: (approvers: Keyed<ApproverDocument>) => void
  label: string
}

/** Who is asked or told: as many ways of naming people as are wanted. */
export function ApproversInput({ value = {}, onChange, label }: ApproversInputProps) {
  const t = useApprovalTexts()
  const { choices } = useApproval()
  const kinds = choices.of('approver').map((kind) => ({
    key: kind,
    label: t(`approver.kind.${kind}`, { defaultValue: kind }),
  }))
  const add = (kind: string) => {
    const key = suggestItemKey({ en: kind }, Object.keys(value), 'approver')
    onChange({ ...value, [key]: { kind, order: nextOrder(value) } })
  }
  return (
    <section className={styles['section']} aria-label={label}>
      <h3>{label}</h3>
      <ul className={styles['rows']}>
        {orderedEntries(value).map(([key, approver]) => (
          <ApproverRow
            key={key}
            id={key}
            kinds={kinds}
            approver={approver}
            onChange={(next) => onChange({ ...value, [key]: next })}
            onRemove={() => onChange(omit(value, key))}
          />
        ))}
      </ul>
      {Object.keys(value).length === 0 && <FaultText names={['approvers']} />}
      <Dropdown trigger={['click']} menu={{ items: kinds, onClick: ({ key }) => add(key) }}>
        <Button type="dashed" block icon={<PlusOutlined />}>
          {t('approver.add')}
        </Button>
      </Dropdown>
    </section>
  )
}

interface ApproverRowProps {
  id: string
  kinds: { key: string; label: string }[]
  approver: ApproverDocument
  onChange: (approver: ApproverDocument) => void
  onRemove: () => void
}

function ApproverRow({ id, kinds, approver, onChange, onRemove }: ApproverRowProps) {
  const t = useApprovalTexts()
  const { choices } = useApproval()
  const kind = approverKind(approver.kind)
  const set = (part: Partial<ApproverDocument>) => onChange({ ...approver, ...part })
  const names = (name: string) => [`approvers/${id}/${name}`]
  const has = (name: 'near' | 'levels' | 'until') => kind.has.includes(name) && choices.approver.has(name)
  return (
    <li className={styles['row']}>
      <Control names={names('kind')} label={t('approver.who')}>
        {(aria) => (
          <Select
            {...aria}
            value={approver.kind}
            options={kinds.map(({ key, label }) => ({ value: key, label }))}
            onChange={(next) => onChange(withKind(approver, next))}
          />
        )}
      </Control>
      {kind.named && (
        <Control names={names('name')} label={t(`approver.named.${kind.named}`)} required>
          {(aria) => (
            <NameInput
              aria={aria}
              named={kind.named ?? 'text'}
              value={approver.name}
              onChange={(name) => set({ name })}
            />
          )}
        </Control>
      )}
      {has('levels') && (
        <Control names={names('levels')} label={t('approver.levels')} help={t('approver.levels_help')}>
          {(aria) => (
            <InputNumber
              {...aria}
              min={1}
              max={20}
              precision={0}
              value={approver.levels ?? 1}
              onChange={(levels) => set({ levels: levels && levels > 1 ? levels : undefined })}
            />
          )}
        </Control>
      )}
      {has('until') && <Until id={id} approver={approver} set={set} />}
      {has('near') && (
        <label className={styles['switch']}>
          <Switch
            size="small"
            checked={approver.near === true}
            onChange={(near) => set({ near: near || undefined })}
          />
          {t('approver.near')}
        </label>
      )}
      {kind.of && choices.approver.has('of') && (kind.has.includes('levels') || approver.near) && (
        <Origin id={id} target={kind.of} approver={approver} set={set} />
      )}
      <IconButton
        type="text"
        className={styles['remove'] ?? ''}
        icon={<DeleteOutlined />}
        label={t('approver.remove', {
          kind: t(`approver.kind.${approver.kind}`, { defaultValue: approver.kind }),
        })}
        onClick={onRemove}
      />
    </li>
  )
}

interface PartProps {
  id: string
  approver: ApproverDocument
  set: (part: Partial<ApproverDocument>) => void
}

/** A chain ends at whoever may decide. */
function Until({ id, approver, set }: PartProps) {
  const t = useApprovalTexts()
  const { entity } = useApproval()
  return (
    <Control
      names={[`approvers/${id}/until`]}
      label={t('approver.until')}
      help={t('approver.until_help')}
      isRule
    >
      {(aria) => (
        <ConditionInput
          aria={aria}
          entity={entity.key}
          placeholder="user.limit >= amount"
          value={approver.until}
          onChange={(until) => set({ until })}
        />
      )}
    </Control>
  )
}

function Origin({ id, target, approver, set }: PartProps & { target: 'user' | 'unit' }) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const { entity } = useApproval()
  return (
    <Control names={[`approvers/${id}/of`]} label={t(`approver.of_${target}`)}>
      {(aria) => (
        <Select
          {...aria}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t(`approver.of_${target}_standard`)}
          value={approver.of || null}
          options={pathsTo(schema, entity, target, labelOf)}
          onChange={(of) => set({ of: of ?? undefined })}
        />
      )}
    </Control>
  )
}
