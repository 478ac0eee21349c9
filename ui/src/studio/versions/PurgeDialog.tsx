import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Empty, Modal, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { purge, retiredQuery } from '../api/metadata'
import type { RetiredItem } from '../api/types'
import { refreshMetadata } from '../save/refresh'
import { useTexts } from '../texts'
import { PurgeLoss } from './PurgeLoss'
import { RetiredList } from './RetiredList'

interface PurgeDialogProps {
  onClose: () => void
}

/** What is hidden but still stored; chosen parts of it can be dropped for good. */
export function PurgeDialog({ onClose }: PurgeDialogProps) {
  const t = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data, error, isPending } = useQuery(retiredQuery)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isUnderstood, setUnderstood] = useState(false)
  const run = useMutation({
    mutationFn: () => purge([...chosen]),
    onSuccess: async () => {
      await refreshMetadata(client)
      void message.success(t('versions.purged'))
      onClose()
    },
    onError: (failure) => void message.error(errorText(failure)),
  })
  const items = data?.items ?? []
  const going = items.filter(({ key }) => chosen.includes(key))

  return (
    <Modal
      open
      width={640}
      title={t('versions.purge_title')}
      okText={t('versions.purge_do')}
      okButtonProps={{ danger: true, disabled: going.length === 0 || !isUnderstood, loading: run.isPending }}
      cancelText={t('editor.cancel')}
      onOk={() => run.mutate()}
      onCancel={onClose}
    >
      <Typography.Paragraph type="secondary">{t('versions.purge_hint')}</Typography.Paragraph>
      {isPending && <Skeleton active />}
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {data && <Content items={items} chosen={chosen} onChoose={setChosen} />}
      {going.length > 0 && (
        <>
          <PurgeLoss items={going} />
          <Checkbox checked={isUnderstood} onChange={({ target }) => setUnderstood(target.checked)}>
            {t('versions.purge_understood')}
          </Checkbox>
        </>
      )}
    </Modal>
  )
}

interface ContentProps {
  items: readonly RetiredItem[]
  chosen: readonly string[]
  onChoose: (keys: readonly string[]) => void
}

function Content({ items, chosen, onChoose }: ContentProps) {
  const t = useTexts()
  if (items.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('versions.purge_nothing')} />
  }
  return <RetiredList items={items} chosen={chosen} onChoose={onChoose} />
}
