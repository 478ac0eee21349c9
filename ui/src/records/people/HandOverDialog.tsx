import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox, Flex, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { handOver, holdingsQuery, type Holding } from '../../api/people'
import { errorText } from '../../api/problem'
import type { Label } from '../../api/values'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { labelText } from '../../fields/parts/references'
import { useFormat } from '../../shared/format/useFormat'
import { HandingOver } from './HandingOver'
import { usePeopleTexts } from './peopleTexts'
import type { PersonProps } from './person'
import styles from './people.module.css'
import { useHoldingLabel } from './useHoldingLabel'

/** Counts what somebody holds and gives it to somebody else in one step, and ends their access. */
export function HandOverDialog({ id, name, onClose }: PersonProps) {
  const t = usePeopleTexts()
  const client = useQueryClient()
  const { data: holdings, error } = useQuery(holdingsQuery(id))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [receiver, setReceiver] = useState<Label[]>([])
  const [deactivate, setDeactivate] = useState(true)
  const starting = useMutation({
    mutationFn: (to: string) =>
      handOver(id, {
        to,
        entities: (holdings ?? []).map(({ entity }) => entity).filter((key) => !left.has(key)),
        deactivate,
      }),
  })
  const to = receiver[0]?.id
  const toggle = (key: string, isTaken: boolean) =>
    setLeft((before) => new Set(isTaken ? [...before].filter((each) => each !== key) : [...before, key]))
  const finish = () => {
    void client.invalidateQueries({ queryKey: ['records'] })
    onClose()
  }

  if (starting.data && receiver[0])
    return (
      <HandingOver
        job={starting.data.id}
        to={labelText(receiver[0])}
        closed={deactivate ? name : undefined}
        onClose={finish}
      />
    )
  return (
    <Modal
      open
      title={<bdi>{t('hand_over_title', { name })}</bdi>}
      okText={t('hand_over_start')}
      okButtonProps={{ disabled: !to || !holdings, danger: deactivate }}
      cancelText={t('cancel')}
      confirmLoading={starting.isPending}
      onOk={() => to && starting.mutate(to)}
      onCancel={onClose}
    >
      <Flex vertical gap={16}>
        {[error, starting.error].map(
          (each, index) => each && <Alert key={index} type="error" showIcon title={errorText(each)} />,
        )}
        {!holdings && !error && <Skeleton active />}
        {holdings && <Holdings holdings={holdings} left={left} name={name} onToggle={toggle} />}
        <div>
          <div className={styles['label']}>{t('hand_over_to')}</div>
          <ReferenceSelect
            target="user"
            filter={`is_active and id != "${id}"`}
            isMultiple={false}
            canCreate={false}
            value={receiver}
            onChange={setReceiver}
            aria-label={t('hand_over_to')}
          />
        </div>
        <Checkbox checked={deactivate} onChange={({ target }) => setDeactivate(target.checked)}>
          {t('deactivate', { name })}
          <div className={styles['quiet']}>{t('deactivate_hint')}</div>
        </Checkbox>
      </Flex>
    </Modal>
  )
}

interface HoldingsProps {
  holdings: Holding[]
  left: ReadonlySet<string>
  name: string
  onToggle: (entity: string, isTaken: boolean) => void
}

function Holdings({ holdings, left, name, onToggle }: HoldingsProps) {
  const t = usePeopleTexts()
  const format = useFormat()
  const labelOf = useHoldingLabel()
  if (holdings.length === 0) return <p className={styles['quiet']}>{t('holds_nothing', { name })}</p>
  return (
    <fieldset className={styles['holdings']}>
      <legend className={styles['label']}>{t('holdings')}</legend>
      {holdings.map(({ entity, count }) => (
        <Checkbox
          key={entity}
          checked={!left.has(entity)}
          onChange={({ target }) => onToggle(entity, target.checked)}
        >
          {labelOf(entity)} <strong>{format.integer(count)}</strong>
        </Checkbox>
      ))}
    </fieldset>
  )
}
