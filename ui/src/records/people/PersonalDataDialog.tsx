import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Flex, Input, Modal } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { erasePersonalData, personalDataAddress } from '../../api/trail'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
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
  const fields = entity.fields.filter(({ personal_data }) => personal_data).map((field) => labelOf(field))
  return (
    <Modal
      open
      title={<bdi>{t('personal_title', { name })}</bdi>}
      okText={t('erase')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '' }}
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
        {erasing.error && <Alert type="error" showIcon title={errorText(erasing.error)} />}
        <div>
          <Alert type="warning" showIcon title={t('erase_hint', { fields: format.list(fields) })} />
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
