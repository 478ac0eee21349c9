import { CheckCircleOutlined, StopOutlined, UserAddOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { carryOutMany, type ActionsDone } from '../../api/actions'
import { errorText, issueText } from '../../api/problem'
import type { Entity } from '../../api/types'
import styles from './pool.module.css'

interface ClaimManyProps {
  entity: Entity
  ids: string[]
  nameOf: (id: string) => string
  onDone: () => void
}

/** Takes the picked records out of their pool, as many as the limits allow, and says of each what came of it. */
export function ClaimMany({ entity, ids, nameOf, onDone }: ClaimManyProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const client = useQueryClient()
  const { mutate, data, reset, isPending } = useMutation({
    mutationFn: async () => {
      const names = new Map(ids.map((id) => [id, nameOf(id)])) // what is claimed leaves the list
      return { ...(await carryOutMany(entity.key, 'claim', ids)), names }
    },
    onSuccess: ({ done, results }) => {
      if (done < results.length) return
      void message.success(t('pool.claimed', { count: done }))
      close()
    },
    onError: (problem) => void message.error(errorText(problem)),
    onSettled: () => void client.invalidateQueries({ queryKey: ['records', entity.key] }),
  })
  const close = () => {
    reset()
    onDone()
  }
  return (
    <>
      <Button size="small" icon={<UserAddOutlined />} loading={isPending} onClick={() => mutate()}>
        {t('pool.claim')}
      </Button>
      {data && data.done < data.results.length && (
        <Modal open title={t('pool.claimed', { count: data.done })} footer={null} onCancel={close}>
          <Results done={data} names={data.names} />
        </Modal>
      )}
    </>
  )
}

function Results({ done, names }: { done: ActionsDone; names: Map<string, string> }) {
  const { t } = useTranslation()
  return (
    <ul className={styles['results']}>
      {done.results.map(({ id, done: isDone, issues }) => (
        <li key={id} data-done={isDone}>
          {isDone ? <CheckCircleOutlined /> : <StopOutlined />}
          <strong dir="auto">{names.get(id)}</strong>
          <span>{isDone ? t('pool.done_claim') : issues.map(issueText).join(' ')}</span>
        </li>
      ))}
    </ul>
  )
}
