import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Popconfirm, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { endDelegation } from '../api/delegations'
import { meQuery } from '../api/queries'
import { errorText } from '../api/problem'
import { useLabel } from '../schema/labels'
import { useSchema } from '../schema/useSchema'
import { Drawer } from '../shared/Drawer'
import { useFormat } from '../shared/format/useFormat'
import { NewDelegation } from './NewDelegation'
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
  const isForOthers = useQuery(meQuery).data?.is_admin === true
  const refresh = () => queryClient.invalidateQueries({ queryKey: approvalsKey })
  const ending = useMutation({
    mutationFn: endDelegation,
    onSuccess: refresh,
    onError: (error) => void message.error(errorText(error)),
  })

  return (
    <Drawer open onClose={onClose} title={t('approval.delegations')} size={440}>
      <p className={styles['quiet']}>{t('approval.delegations_help')}</p>
      <NewDelegation workflows={workflows} isForOthers={isForOthers} onMade={() => void refresh()} />
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
              {!item.includes_open && <span className={styles['quiet']}>{t('approval.new_only')}</span>}
              {item.workflows.length > 0 && (
                <div>
                  {item.workflows.map((key) => (
                    <Tag key={key}>{workflows.find(({ value }) => value === key)?.label ?? key}</Tag>
                  ))}
                </div>
              )}
            </div>
            {item.can_end && (
              <Popconfirm title={t('approval.end_delegation')} onConfirm={() => ending.mutate(item.id)}>
                <Button size="small">{t('approval.end')}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
