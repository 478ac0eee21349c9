import { InboxOutlined, PartitionOutlined } from '@ant-design/icons'
import { Form, Input, Modal, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionOffer } from '../../api/actions'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import styles from './pool.module.css'
import { useCarryOut, usePoolOffers } from './usePoolOffers'

const ICONS = { assign: <PartitionOutlined />, release: <InboxOutlined /> }
type MenuAction = keyof typeof ICONS
const isMenuAction = (key: string): key is MenuAction => key in ICONS

/** Entries for the menu of a record: assign it by the rules, give it back to the pool with a reason. */
export function usePoolActions(entity: Entity, record: RecordDocument) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const offers = usePoolOffers(entity, record)
  const { mutateAsync, isPending } = useCarryOut(entity, record)
  const [isReleasing, setReleasing] = useState(false)
  const [reason, setReason] = useState('')

  const labelled = (offer: ActionOffer) => (
    <>
      {labelOf(offer)}
      {offer.issues.map(({ code, message }) => (
        <span key={code} className={styles['why']}>
          {message}
        </span>
      ))}
    </>
  )
  const items: NonNullable<MenuProps['items']> = offers.flatMap((offer) =>
    isMenuAction(offer.key)
      ? [{ key: offer.key, icon: ICONS[offer.key], label: labelled(offer), disabled: !offer.ready }]
      : [],
  )
  const close = () => {
    setReleasing(false)
    setReason('')
  }
  const act = (key: string): boolean => {
    if (!isMenuAction(key)) return false
    if (key === 'release') setReleasing(true)
    else void mutateAsync({ key, values: {} }).catch(() => undefined)
    return true
  }
  const dialog = isReleasing && (
    <Modal
      open
      title={t('pool.release')}
      okText={t('pool.release')}
      confirmLoading={isPending}
      onOk={() => void mutateAsync({ key: 'release', values: { reason } }).then(close, () => undefined)}
      onCancel={close}
    >
      <Form layout="vertical">
        <Form.Item label={t('pool.reason')} htmlFor="pool-reason">
          <Input.TextArea
            id="pool-reason"
            autoFocus
            rows={3}
            maxLength={1000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
  return { items, act, dialog }
}
