import { Alert, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { ViewSent } from '../../api/views'
import { usePathChoices } from '../filter/usePathChoices'
import type { ListData } from '../list/useListData'
import { PAGE_SIZE } from '../queries'
import styles from './views.module.css'

interface ViewDialogProps {
  data: ListData
  /** The name of the view that is changed; empty for a new one. */
  name: string
  onSave: (sent: ViewSent) => Promise<void>
  onClose: () => void
}

/** The name of a view, and what it offers beside the list itself. */
export function ViewDialog({ data, name, onSave, onClose }: ViewDialogProps) {
  const { t } = useTranslation()
  const choices = usePathChoices(data.entity)
  const [typed, setTyped] = useState(name)
  const [quick, setQuick] = useState<string[]>(data.view?.quick_filters ?? [])
  const [pageSize, setPageSize] = useState<number | null>(data.view?.page_size ?? null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const save = async () => {
    if (typed.trim() === '') return setProblem(t('views.name_missing'))
    setBusy(true)
    try {
      await onSave({ name: typed.trim(), quick_filters: quick.length ? quick : null, page_size: pageSize })
      onClose()
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t(name ? 'views.settings_title' : 'views.new_title')}
      okText={t('views.save')}
      confirmLoading={isBusy}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {problem && <Alert type="error" showIcon title={problem} role="alert" />}
        <label className={styles['field']}>
          {t('views.name')}
          <Input autoFocus maxLength={120} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <label className={styles['field']}>
          {t('views.quick_filters')}
          <Select
            mode="multiple"
            aria-label={t('views.quick_filters')}
            showSearch={{ optionFilterProp: 'label' }}
            value={quick}
            options={choices}
            onChange={setQuick}
          />
        </label>
        <label className={styles['field']}>
          {t('views.page_size')}
          <InputNumber
            aria-label={t('views.page_size')}
            min={10}
            max={1000}
            precision={0}
            placeholder={String(PAGE_SIZE)}
            value={pageSize}
            onChange={setPageSize}
          />
        </label>
        {!name && <p className={styles['hint']}>{t('views.settings_hint')}</p>}
      </form>
    </Modal>
  )
}
