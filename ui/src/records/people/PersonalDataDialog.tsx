import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Flex, Input, Modal } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { erasePersonalData, erasurePlanQuery, personalDataAddress, type ErasurePlan } from '../../api/trail'
import type { Entity } from '../../api/types'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { recordKeys } from '../queries'
import { usePeopleTexts } from './peopleTexts'
import type { PersonProps } from './person'
import { useFormat } from '../../shared/format/useFormat'
import styles from './people.module.css'

/** Answers a person who asks what is kept of them, or that it be erased. */
export function PersonalDataDialog({ entity, id, name, onClose }: PersonProps & { entity: Entity }) {
  const t = usePeopleTexts()
  const format = useFormat()
  const labelOf = useLabel()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const erasing = useMutation({
    mutationFn: () => erasePersonalData(entity.key, id, reason.trim()),
    onSuccess: async ({ entries }) => {
      await client.invalidateQueries({ queryKey: recordKeys.entity(entity.key) })
      void message.success(t('erased', { count: entries }))
      onClose()
    },
  })
  const plan = useQuery(erasurePlanQuery(entity.key, id))
  const reached = new Set(plan.data?.fields)
  const fields = entity.fields.filter(({ key }) => reached.has(key)).map((field) => labelOf(field))
  return (
    <Modal
      open
      title={<bdi>{t('personal_title', { name })}</bdi>}
      okText={t('erase')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '' || !plan.data }}
      cancelText={t('cancel')}
      confirmLoading={erasing.isPending}
      onOk={() => erasing.mutate()}
      onCancel={onClose}
    >
      <Flex vertical gap={16}>
        <div>
          <p className={styles['quiet']}>{t('export_hint')}</p>
          <Button icon={<DownloadOutlined />} href={personalDataAddress(entity.key, id)} download>
            {t('export_person')}
          </Button>
        </div>
        {plan.error && <Alert type="error" showIcon title={errorText(plan.error)} />}
        {erasing.error && <Alert type="error" showIcon title={errorText(erasing.error)} />}
        <div>
          <Alert
            type="warning"
            showIcon
            title={t('erase_hint', { fields: format.list(fields) })}
            description={plan.data && <Reach plan={plan.data} />}
          />
          <Input.TextArea
            style={{ marginTop: 12 }}
            aria-label={t('erase_reason')}
            placeholder={t('erase_reason')}
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
      </Flex>
    </Modal>
  )
}

/** Where else something is kept that goes as well, and what stays. */
function Reach({ plan }: { plan: ErasurePlan }) {
  const t = usePeopleTexts()
  const format = useFormat()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const going = plan.traces.filter(({ count }) => count > 0)
  const staying = plan.referring.map(({ entity, ids }) => {
    const found = findEntity(schema, entity)
    return `${found ? pluralOf(found) : entity} (${format.number(ids.length)})`
  })
  return (
    <>
      {going.length > 0 && (
        <>
          {t('erase_traces')}
          <ul className={styles['given']}>
            {going.map(({ key, label, count }) => (
              <li key={key}>
                {label}: {format.number(count)}
              </li>
            ))}
          </ul>
        </>
      )}
      {staying.length > 0 && (
        <p className={styles['quiet']}>{t('erase_stays', { what: format.list(staying) })}</p>
      )}
    </>
  )
}
