import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import { createSegment, segmentKey, type Segment } from '../../api/segments'
import { bothOf } from '../filter/text'
import type { ListData } from '../list/useListData'
import styles from '../views/views.module.css'

interface SegmentDialogProps {
  data: ListData
  name: string
  onClose: () => void
}

/** The records of the list, by their condition or as they are now, as a named segment. */
export function SegmentDialog({ data, name, onClose }: SegmentDialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const client = useQueryClient()
  const { entity, view, filter } = data
  const condition = view?.saved ? filter : bothOf(view?.filter, filter)
  const isNarrowed = filter !== (view?.saved ? (view.filter ?? '') : '') // the view's name would say too much
  const [typed, setTyped] = useState(isNarrowed ? '' : name)
  const [kind, setKind] = useState<Segment['kind']>('dynamic')
  const [problem, setProblem] = useState<string | null>(condition ? null : t('segments.nothing'))
  const [isBusy, setBusy] = useState(false)

  const save = async () => {
    if (typed.trim() === '') return setProblem(t('views.name_missing'))
    setBusy(true)
    try {
      const made = await createSegment({ entity: entity.key, name: typed.trim(), kind, filter: condition })
      await client.invalidateQueries({ queryKey: segmentKey(entity.key) })
      void message.success(t('segments.saved', { name: made.name, count: made.count ?? 0 }))
      onClose()
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('segments.new_title')}
      okText={t('views.save')}
      okButtonProps={{ disabled: !condition }}
      confirmLoading={isBusy}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className={styles['form']}>
        {problem && <Alert type={condition ? 'error' : 'info'} showIcon title={problem} role="alert" />}
        <p className={styles['hint']}>{t('segments.hint')}</p>
        <label className={styles['field']}>
          {t('views.name')}
          <Input maxLength={120} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <Radio.Group
          aria-label={t('segments.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value as Segment['kind'])}
          className={styles['form'] ?? ''}
        >
          {(['dynamic', 'static'] as const).map((value) => (
            <Radio key={value} value={value}>
              {t(`segments.${value}`)}
              <p className={styles['hint']}>{t(`segments.${value}_hint`)}</p>
            </Radio>
          ))}
        </Radio.Group>
      </div>
    </Modal>
  )
}
