import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import {
  changeSegment,
  deleteSegment,
  segmentKey,
  segmentQuery,
  segmentsQuery,
  type Segment,
} from '../../api/segments'
import { usePluralLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import { ALL_RECORDS } from '../list/views'
import { FRESH } from '../list/urlState'
import type { ListData } from '../list/useListData'
import { ShareDialog } from '../views/ShareDialog'
import styles from '../views/views.module.css'

interface SegmentListProps {
  data: ListData
  onClose: () => void
}

/** The segments of an entity with their sizes: look at one, share it, freeze it anew, delete it. */
export function SegmentList({ data, onClose }: SegmentListProps) {
  const { t } = useTranslation()
  const pluralOf = usePluralLabel()
  const { data: segments, isPending } = useQuery(segmentsQuery(data.entity.key))
  const show = ({ condition }: Segment) => {
    data.change({ ...FRESH, view: ALL_RECORDS, filter: condition })
    onClose()
  }
  return (
    <Modal
      open
      title={t('segments.title', { plural: pluralOf(data.entity) })}
      footer={null}
      onCancel={onClose}
    >
      {isPending && <Skeleton active />}
      {segments?.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('segments.empty')} />
      )}
      {segments?.map((segment) => (
        <SegmentLine key={segment.id} data={data} segment={segment} onShow={() => show(segment)} />
      ))}
    </Modal>
  )
}

interface SegmentLineProps {
  data: ListData
  segment: Segment
  onShow: () => void
}

function SegmentLine({ data, segment, onShow }: SegmentLineProps) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const client = useQueryClient()
  const format = useFormat()
  const { data: counted } = useQuery(segmentQuery(segment))
  const [isSharing, setSharing] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: segmentKey(segment.entity) })
  const notes = [
    ...(typeof counted?.count === 'number' ? [t('segments.count', { count: counted.count })] : []),
    segment.frozen_at
      ? t('segments.frozen_at', { at: format.dateTime(segment.frozen_at) })
      : t('segments.dynamic'),
    ...(segment.is_own ? [] : [t('views.owner', { name: segment.owner.label })]),
  ]
  const attempt = (work: () => Promise<unknown>) =>
    work().then(refresh, (error: unknown) => void message.error(errorText(error)))
  const remove = async () => {
    const isSure = await modal.confirm({
      title: t('segments.delete_title', { name: segment.name }),
      content: t('segments.delete_hint'),
      okText: t('segments.delete'),
      okButtonProps: { danger: true },
    })
    if (isSure) await attempt(() => deleteSegment(segment))
  }

  return (
    <div className={styles['segment']}>
      <span>
        <span className={styles['segmentName']}>{segment.name}</span>
        <p className={styles['hint']}>{notes.join(' · ')}</p>
      </span>
      <span className={styles['segmentDeeds']}>
        <Button size="small" type="primary" ghost onClick={onShow}>
          {t('segments.show')}
        </Button>
        {segment.can_edit && segment.kind === 'static' && (
          <Button size="small" onClick={() => void attempt(() => changeSegment(segment, { kind: 'static' }))}>
            {t('segments.freeze')}
          </Button>
        )}
        {segment.can_edit && (
          <>
            <Button size="small" onClick={() => setSharing(true)}>
              {t('views.share')}
            </Button>
            <Button size="small" danger onClick={() => void remove()}>
              {t('segments.delete')}
            </Button>
          </>
        )}
      </span>
      {isSharing && (
        <ShareDialog
          entity={data.entity}
          name={segment.name}
          audience={segment.audience}
          onShare={async (audience) => {
            await changeSegment(segment, { audience })
            await refresh()
          }}
          onClose={() => setSharing(false)}
        />
      )}
    </div>
  )
}
