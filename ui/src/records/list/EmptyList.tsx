import {
  DeleteOutlined,
  InboxOutlined,
  PlusOutlined,
  SearchOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import { useLabel, usePluralLabel } from '../../schema/labels'
import type { ListData } from './useListData'
import styles from './list.module.css'

interface EmptyListProps {
  data: ListData
  onCreate: () => void
}

/** Why there is nothing to see, and what to do about it. */
export function EmptyList({ data, onCreate }: EmptyListProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const { entity, state, change, list, view, views, filter, setFilter } = data
  const label = labelOf(entity)
  const plural = pluralOf(entity)

  if (list.error) {
    return (
      <Message icon={<WarningOutlined />} title={t('list.failed')} text={errorText(list.error)}>
        <Button onClick={list.retry}>{t('page.try_again')}</Button>
        {filter && <Button onClick={() => setFilter('')}>{t('filter.clear')}</Button>}
      </Message>
    )
  }
  if (state.isBin)
    return <Message icon={<DeleteOutlined />} title={t('list.bin_empty')} text={t('list.bin_empty_hint')} />
  if (state.q || filter) {
    return (
      <Message
        icon={<SearchOutlined />}
        title={t('list.no_match', { plural })}
        text={t('list.no_match_hint')}
      >
        <Button onClick={() => change({ q: '', filter: view?.saved ? '' : undefined })}>
          {t('list.show_all')}
        </Button>
      </Message>
    )
  }
  const everything = views.find((other) => !other.filter && !other.saved)
  if (view?.filter && everything) {
    return (
      <Message
        icon={<InboxOutlined />}
        title={t('list.view_empty', { plural, view: labelOf(view) })}
        text={t('list.view_empty_hint', { plural })}
      >
        <Button onClick={() => change({ view: everything.key })}>{t('list.show_all')}</Button>
        {entity.can.create && <Creation label={label} onCreate={onCreate} />}
      </Message>
    )
  }
  return (
    <Message
      icon={<InboxOutlined />}
      title={t('list.empty', { plural })}
      text={entity.can.create ? t('list.empty_hint', { label }) : t('list.empty_read_only')}
    >
      {entity.can.create && <Creation label={label} onCreate={onCreate} />}
    </Message>
  )
}

function Creation({ label, onCreate }: { label: string; onCreate: () => void }) {
  const { t } = useTranslation()
  return (
    <Button type="primary" icon={<PlusOutlined />} onClick={onCreate}>
      {t('field.create', { label })}
    </Button>
  )
}

interface MessageProps {
  icon: ReactNode
  title: string
  text: string
  children?: ReactNode
}

function Message({ icon, title, text, children }: MessageProps) {
  return (
    <div className={styles['empty']}>
      <div className={styles['emptyIcon']}>{icon}</div>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles['emptyActions']}>{children}</div>
    </div>
  )
}
