import { useMutation } from '@tanstack/react-query'
import { Alert, Form, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { startExport, type ExportFormat, type ExportWish } from '../../api/exports'
import { errorText } from '../../api/problem'
import { usePluralLabel } from '../../schema/labels'
import { ExportProgress } from './ExportProgress'
import type { ListData } from './useListData'

type Columns = 'shown' | 'all'

/** The list as a file: as it stands on the screen, with all of its records. */
export function ExportDialog({ data, onClose }: { data: ListData; onClose: () => void }) {
  const { t } = useTranslation()
  const pluralOf = usePluralLabel()
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const [columns, setColumns] = useState<Columns>('shown')
  const starting = useMutation({ mutationFn: startExport })
  const title = t('export.title', { plural: pluralOf(data.entity) })

  if (starting.data) return <ExportProgress job={starting.data} title={title} onClose={onClose} />
  return (
    <Modal
      open
      title={title}
      okText={t('export.start')}
      cancelText={t('form.cancel')}
      confirmLoading={starting.isPending}
      onOk={() => starting.mutate(wishOf(data, format, columns))}
      onCancel={onClose}
    >
      {starting.error && <Alert type="error" showIcon title={errorText(starting.error)} />}
      <p>{t('export.hint')}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('export.format')}>
          <Radio.Group
            aria-label={t('export.format')}
            value={format}
            options={(['xlsx', 'csv'] as const).map((value) => ({ value, label: t(`export.${value}`) }))}
            onChange={({ target }) => setFormat(target.value as ExportFormat)}
          />
        </Form.Item>
        <Form.Item label={t('export.columns')}>
          <Radio.Group
            aria-label={t('export.columns')}
            value={columns}
            options={(['shown', 'all'] as const).map((value) => ({ value, label: t(`export.${value}`) }))}
            onChange={({ target }) => setColumns(target.value as Columns)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function wishOf({ entity, question, columns }: ListData, format: ExportFormat, chosen: Columns): ExportWish {
  const { filter, view, q, sort } = question
  return {
    entity: entity.key,
    format,
    ...(chosen === 'shown' ? { fields: columns.map(({ path }) => path) } : {}),
    ...(filter ? { filter } : {}),
    ...(view ? { view } : {}),
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
  }
}
