import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, DatePicker, Drawer, Empty, Form, Popconfirm } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { delegate, endDelegation } from '../api/approvals'
import { errorText } from '../api/problem'
import type { Label } from '../api/values'
import { ReferenceSelect } from '../fields/parts/ReferenceSelect'
import { useFormat } from '../shared/format/useFormat'
import { approvalsKey, delegationsQuery } from './queries'
import styles from './process.module.css'

/** Who decides for me while I am away. */
export function DelegationDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const { data } = useQuery(delegationsQuery)
  const refresh = () => queryClient.invalidateQueries({ queryKey: approvalsKey })
  const ending = useMutation({
    mutationFn: endDelegation,
    onSuccess: refresh,
    onError: (error) => void message.error(errorText(error)),
  })

  return (
    <Drawer open onClose={onClose} title={t('approval.delegations')} size={440}>
      <p className={styles['quiet']}>{t('approval.delegations_help')}</p>
      <NewDelegation onMade={() => void refresh()} />
      {data?.items.length === 0 && <Empty description={t('approval.no_delegations')} />}
      <ul className={styles['entries']}>
        {data?.items.map((item) => (
          <li key={item.id} className={styles['entry']}>
            <div className={styles['main']}>
              <span className={styles['title']} dir="auto">
                {item.user.label} → {item.stand_in.label}
              </span>
              <span className={styles['quiet']}>
                {format.dateTime(item.starts_at)} – {format.dateTime(item.ends_at)}
              </span>
            </div>
            <Popconfirm title={t('approval.end_delegation')} onConfirm={() => ending.mutate(item.id)}>
              <Button size="small">{t('approval.end')}</Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}

function NewDelegation({ onMade }: { onMade: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [person, setPerson] = useState<Label[]>([])
  const [period, setPeriod] = useState<[Dayjs, Dayjs] | null>(null)
  const making = useMutation({
    mutationFn: delegate,
    onSuccess: () => {
      setPerson([])
      setPeriod(null)
      onMade()
    },
    onError: (error) => void message.error(errorText(error)),
  })
  const save = () =>
    making.mutate({
      stand_in: person[0]?.id ?? '',
      starts_at: period?.[0].toISOString() ?? '',
      ends_at: period?.[1].toISOString() ?? '',
      workflows: [],
    })

  return (
    <Form layout="vertical" onFinish={save}>
      <Form.Item label={t('approval.stand_in')} htmlFor="stand-in">
        <ReferenceSelect
          id="stand-in"
          target="user"
          filter="is_active"
          isMultiple={false}
          value={person}
          onChange={setPerson}
          canCreate={false}
        />
      </Form.Item>
      <Form.Item label={t('approval.period')} htmlFor="delegation-period">
        <DatePicker.RangePicker
          id={{ start: 'delegation-period', end: 'delegation-period-end' }}
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={period}
          onChange={(chosen) => setPeriod(chosen?.[0] && chosen[1] ? [chosen[0], chosen[1]] : null)}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" disabled={!person[0] || !period} loading={making.isPending}>
        {t('approval.delegate')}
      </Button>
    </Form>
  )
}
