import { HistoryOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Empty, Table, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { errorText } from '../../api/problem'
import { publishedRemindersQuery, type PublishedReminder } from '../../api/reminders'
import { usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { useFormat } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { PageHeader } from '../controls/PageHeader'
import { entityPath } from '../paths'
import { History } from './History'
import { useReminderTexts } from './reminderTexts'
import styles from './reminders.module.css'

/** The reminder rules of the application and how they fare. */
export function PublishedRemindersPage() {
  const t = useReminderTexts()
  const { data, error, isPending } = useQuery(publishedRemindersQuery)
  const [shown, setShown] = useState<PublishedReminder | null>(null)
  const columns = useColumns(setShown)
  useDocumentTitle(t('published.title'))
  return (
    <>
      <PageHeader title={t('published.title')} subtitle={t('published.subtitle')} />
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      <div className={styles['scroll']}>
        <Table<PublishedReminder>
          size="small"
          rowKey="rule"
          loading={isPending}
          dataSource={data ?? []}
          columns={columns}
          pagination={false}
          locale={{ emptyText: <Empty description={t('published.none')} /> }}
        />
      </div>
      {shown && <History title={shown.label} of={`published/${shown.key}`} onClose={() => setShown(null)} />}
    </>
  )
}

function useColumns(onHistory: (rule: PublishedReminder) => void): TableColumnsType<PublishedReminder> {
  const t = useReminderTexts()
  const format = useFormat()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const nameOf = (key: string) => {
    const entity = findEntity(schema, key)
    return entity ? pluralOf(entity) : key
  }
  return [
    {
      key: 'label',
      title: t('published.rule'),
      render: (_, rule) => (
        <>
          <Link to={entityPath(rule.entity, 'rules')}>{rule.label}</Link>{' '}
          {rule.error && (
            <Tag color="red" title={rule.error}>
              {t('published.fails')}
            </Tag>
          )}
          <div className={styles['quiet']}>{nameOf(rule.entity)}</div>
        </>
      ),
    },
    { key: 'going_on', title: t('published.going_on'), align: 'end', dataIndex: 'going_on' },
    { key: 'told', title: t('published.told'), align: 'end', dataIndex: 'told' },
    {
      key: 'evaluated_at',
      responsive: ['md'],
      title: t('published.evaluated_at'),
      render: (_, { evaluated_at, seconds }) =>
        evaluated_at
          ? `${format.ago(evaluated_at)} (${t('published.seconds', { seconds: seconds ?? 0 })})`
          : '–',
    },
    {
      key: 'history',
      title: <span className="visually-hidden">{t('history.open')}</span>,
      render: (_, rule) => (
        <IconButton
          type="text"
          icon={<HistoryOutlined />}
          label={`${t('history.open')}: ${rule.label}`}
          onClick={() => onHistory(rule)}
        />
      ),
    },
  ]
}
