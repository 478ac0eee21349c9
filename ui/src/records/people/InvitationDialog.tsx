import { useMutation } from '@tanstack/react-query'
import { Alert, Modal, Typography } from 'antd'
import { invite } from '../../api/people'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { invitationAddress } from '../../shared/paths'
import { usePeopleTexts } from './peopleTexts'
import type { PersonProps } from './person'

/** Makes an address by which somebody chooses a password, and shows it once. */
export function InvitationDialog({ id, name, onClose }: PersonProps) {
  const t = usePeopleTexts()
  const format = useFormat()
  const making = useMutation({ mutationFn: () => invite(id) })
  const made = making.data
  return (
    <Modal
      open
      title={t('invitation_title', { name })}
      okText={made ? t('close') : t('invitation_make')}
      cancelText={t('cancel')}
      {...(made ? { cancelButtonProps: { style: { display: 'none' } } } : {})}
      confirmLoading={making.isPending}
      onOk={() => (made ? onClose() : making.mutate())}
      onCancel={onClose}
    >
      {making.error && <Alert type="error" showIcon title={errorText(making.error)} />}
      {made ? (
        <>
          <p>{t('invitation_hint', { name, date: format.dateTime(made.expires_at) })}</p>
          <Typography.Text code copyable style={{ overflowWrap: 'anywhere' }}>
            {invitationAddress(made.token)}
          </Typography.Text>
        </>
      ) : (
        <p>{t('invitation_ask', { name })}</p>
      )}
    </Modal>
  )
}
