import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { sendMessage } from '../../api/messages'
import { errorText } from '../../api/problem'
import type { Label } from '../../api/values'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { messagesPath } from '../../shared/paths'
import { inboxKey } from '../queries'
import { useTalkTexts } from '../talkTexts'

/** To one or several people, to each by themselves. */
export function NewMessageDialog({ onClose }: { onClose: () => void }) {
  const t = useTalkTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [to, setTo] = useState<Label[]>([])
  const [text, setText] = useState('')
  const ids = to.map(({ id }) => id)
  const send = useMutation({
    mutationFn: () => sendMessage(ids, text),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: inboxKey })
      onClose()
      await navigate(messagesPath(ids.length === 1 ? ids[0] : undefined))
    },
  })
  return (
    <Modal
      open
      title={t('new_message')}
      okText={t('message_send')}
      okButtonProps={{ disabled: ids.length === 0 || text.trim() === '', loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={onClose}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t('message_to')} htmlFor="message-to">
          <ReferenceSelect
            id="message-to"
            target="user"
            isMultiple
            canCreate={false}
            value={to}
            onChange={setTo}
            autoFocus
          />
        </Form.Item>
        <Input.TextArea
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoSize={{ minRows: 4, maxRows: 10 }}
          maxLength={5000}
          placeholder={t('message_placeholder')}
          aria-label={t('message_placeholder')}
        />
        {send.error && <Alert type="warning" showIcon title={errorText(send.error)} />}
      </Form>
    </Modal>
  )
}
