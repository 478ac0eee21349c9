import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { cancelJob, linkFile } from '../../api/exports'
import { jobQuery, type Job } from '../../api/people'
import { errorText } from '../../api/problem'

interface ExportProgressProps {
  job: Job
  title: string
  onClose: () => void
}

/** How far the file is, and the way to it. Whoever closes the window early does not want it any more. */
export function ExportProgress({ job, title, onClose }: ExportProgressProps) {
  const { t } = useTranslation()
  const { data = job, error } = useQuery(jobQuery(job.id))
  const fetching = useMutation({
    mutationFn: linkFile,
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const isOver = Boolean(data.finished_at)
  const [file] = data.files
  const close = () => {
    if (!isOver) void cancelJob(data.id)
    onClose()
  }
  const failure = error ?? fetching.error
  return (
    <Modal
      open
      title={title}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>{t(isOver ? 'export.close' : 'export.stop')}</Button>
          {file && (
            <Button
              type="primary"
              icon={<DownloadOutlined />}
              loading={fetching.isPending}
              onClick={() => fetching.mutate(file)}
            >
              {t('export.download')}
            </Button>
          )}
        </>
      }
    >
      {failure && <Alert type="error" showIcon title={errorText(failure)} />}
      {isOver && !file && (
        <Alert
          type="error"
          showIcon
          title={t('export.failed')}
          description={data.issues
            .map(({ message, hint }) => [message, hint].filter(Boolean).join(' '))
            .join(' ')}
        />
      )}
      {file && <p role="status">{t('export.done', { count: Number(data.result?.['rows'] ?? 0) })}</p>}
      {!isOver && (
        <>
          <p role="status">{t('export.running')}</p>
          <Progress percent={data.total ? Math.floor((100 * data.done) / data.total) : 0} />
        </>
      )}
    </Modal>
  )
}
