import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { App, Button, Flex, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { errorText } from '../../api/problem'

interface SetUpButtonsProps<T> {
  t: (name: string) => string
  icon: ReactNode
  test: () => Promise<T>
  /** What a test that went well came to. */
  tested: (result: T) => string
  remove: () => Promise<unknown>
  queryKey: QueryKey
  onEdit: () => void
}

/** What can be done with something that is set up: try it, change it, delete it. */
export function SetUpButtons<T>({ t, icon, test, tested, remove, queryKey, onEdit }: SetUpButtonsProps<T>) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const onError = (error: Error) => void message.error(errorText(error), 8)
  const testing = useMutation({
    mutationFn: test,
    onSuccess: (result) => void message.success(tested(result)),
    onError,
  })
  const removing = useMutation({
    mutationFn: remove,
    onError,
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return (
    <Flex gap={4} wrap>
      <Button icon={icon} loading={testing.isPending} onClick={() => testing.mutate()}>
        {t('test')}
      </Button>
      <Button onClick={onEdit}>{t('edit')}</Button>
      <Popconfirm title={t('delete_sure')} onConfirm={() => removing.mutate()}>
        <Button danger type="text">
          {t('delete')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}
