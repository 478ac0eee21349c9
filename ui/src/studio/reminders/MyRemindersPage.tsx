import { HistoryOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Skeleton, Switch, Tag } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import {
  changeReminderRule,
  reminderRulesKey,
  reminderRulesQuery,
  type ReminderRule,
} from '../../api/reminders'
import { usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { History } from './History'
import { ReminderDrawer } from './ReminderDrawer'
import { useReminderTexts } from './reminderTexts'
import styles from './reminders.module.css'

type Opened = { rule: ReminderRule | null; view: 'edit' | 'history' } | null

/** The reminder rules that I wrote for myself. */
export function MyRemindersPage() {
  const t = useReminderTexts()
  const { data: rules, error } = useQuery(reminderRulesQuery)
  const [opened, setOpened] = useState<Opened>(null)
  useDocumentTitle(t('mine.title'))
  const close = () => setOpened(null)
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('mine.title')}</h1>
        <span className={styles['spacer']} />
        <Button
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => setOpened({ rule: null, view: 'edit' })}
        >
          {t('mine.new')}
        </Button>
      </header>
      <p className={styles['quiet']}>{t('mine.subtitle')}</p>
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!rules && !error && <Skeleton active />}
      {rules?.length === 0 && <Empty description={t('mine.none')} />}
      <ul className={styles['cards']}>
        {rules?.map((rule) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            onEdit={() => setOpened({ rule, view: 'edit' })}
            onHistory={() => setOpened({ rule, view: 'history' })}
          />
        ))}
      </ul>
      {opened?.view === 'edit' && <ReminderDrawer rule={opened.rule} onClose={close} />}
      {opened?.view === 'history' && opened.rule && (
        <History title={opened.rule.name} of={`rules/${opened.rule.id}`} onClose={close} />
      )}
    </div>
  )
}

interface RuleCardProps {
  rule: ReminderRule
  onEdit: () => void
  onHistory: () => void
}

function RuleCard({ rule, onEdit, onHistory }: RuleCardProps) {
  const t = useReminderTexts()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const entity = rule.entity === null ? undefined : findEntity(schema, rule.entity)
  const fault = rule.paused ?? rule.issues[0]?.message
  return (
    <li className={styles['card']}>
      <ActiveSwitch rule={rule} />
      <div className={styles['words']}>
        <Button type="link" onClick={onEdit}>
          {rule.name}
        </Button>
        <span className={styles['quiet']}>{entity ? pluralOf(entity) : t('mine.gone')}</span>
        {fault && <span className={styles['quiet']}>{fault}</span>}
      </div>
      {fault && <Tag color="orange">{t(rule.paused ? 'mine.paused' : 'mine.broken')}</Tag>}
      <Button icon={<HistoryOutlined />} onClick={onHistory}>
        {t('history.open')}
      </Button>
    </li>
  )
}

function ActiveSwitch({ rule }: { rule: ReminderRule }) {
  const t = useReminderTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { mutate, isPending } = useMutation({
    mutationFn: (is_active: boolean) => changeReminderRule(rule, { is_active }),
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: reminderRulesKey }),
  })
  return (
    <Switch
      checked={rule.is_active}
      loading={isPending}
      aria-label={t('mine.active', { name: rule.name })}
      onChange={(isActive) => mutate(isActive)}
    />
  )
}
