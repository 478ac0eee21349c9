import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, DatePicker, Drawer, Empty, Form, Popconfirm, Select, Tag } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { delegate, endDelegation } from '../api/approvals'
import { errorText } from '../api/problem'
import type { Label } from '../api/values'
import { ReferenceSelect } from '../fields/parts/ReferenceSelect'
import { useLabel } from '../schema/labels'
import { useSchema } from '../schema/useSchema'
import { useFormat } from '../shared/format/useFormat'
import { approvalsKey, delegationsQuery } from './queries'
import styles from './process.module.css'

/** Every kind of approval that there is, by its name. */
function useWorkflows() {
  const labelOf = useLabel()
  const { entities } = useSchema()
  return entities.flatMap(({ workflows }) =>
    workflows.map((workflow) => ({ value: workflow.key, label: labelOf(workflow, workflow.key) })),
  )
}

/** Who decides for me while I am away. */
export function DelegationDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const { data } = useQuery(delegationsQuery)
  const workflows = useWorkflows()
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
              {item.workflows.length > 0 && (
                <div>
                  {item.workflows.map((key) => (
                    <Tag key={key}>{workflows.find(({ value }) => value === key)?.label ?? key}</Tag>
                  ))}
                </div>
              )}
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
  const [kinds, setKinds] = useState<string[]>([])
  const workflows = useWorkflows()
  const [period, setPeriod] = useState<[Dayjs, Dayjs] | null>(null)
  const making = useMutation({
    mutationFn: delegate,
    onSuccess: () => {
      setPerson([])
      setPeriod(null)
      setKinds([])
      onMade()
    },
    onError: (error) => void message.error(errorText(error)),
  })
  const save = () =>
    making.mutate({
      stand_in: person[0]?.id ?? '',
      starts_at: period?.[0].toISOString() ?? '',
      ends_at: period?.[1].toISOString() ?? '',
      workflows: kinds,
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
      <Form.Item label={t('approval.kinds')} htmlFor="delegation-kinds">
        <Select
          id="delegation-kinds"
          mode="multiple"
          value={kinds}
          onChange={setKinds}
          options={workflows}
          placeholder={t('approval.kinds_all')}
          optionFilterProp="label"
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
