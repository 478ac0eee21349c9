import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Flex, Skeleton } from 'antd'
import { useState } from 'react'
import { endSessions, sessionsQuery } from '../../api/account'
import { resetSecondFactor } from '../../api/people'
import { errorText } from '../../api/problem'
import { NewTokenDialog } from './NewTokenDialog'
import { SessionList } from './SessionList'
import { Drawer } from '../../shared/Drawer'
import { useFormat } from '../../shared/format/useFormat'
import { useIsNarrow } from '../../shared/media'
import { usePeopleTexts } from './peopleTexts'
import type { PersonProps } from './person'
import styles from './people.module.css'

/** Sessions, tokens and the second factor of somebody else; of a program: tokens to make and revoke. */
export function SignInDrawer({ id, name, onClose }: PersonProps) {
  const t = usePeopleTexts()
  const format = useFormat()
  const isNarrow = useIsNarrow()
  const [isMaking, setMaking] = useState(false)
  const { data, error } = useQuery(sessionsQuery(id))
  const { endAll, resetFactor } = useSignInChanges(id)
  const sessions = data?.items.filter(({ kind }) => kind === 'session') ?? []
  const tokens = data?.items.filter(({ kind }) => kind === 'bearer') ?? []
  const invitation = data?.items.find(({ kind }) => kind === 'invitation')
  return (
    <Drawer
      open
      title={<bdi>{t('sign_in_title', { name })}</bdi>}
      onClose={onClose}
      {...(isNarrow ? { placement: 'bottom', size: '92%' } : { size: 560 })}
    >
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!data && !error && <Skeleton active />}
      {data && (
        <Flex vertical gap={24}>
          {!data.is_service && (
            <section>
              <h4 className={styles['heading']}>{t('sessions')}</h4>
              {sessions.length > 0 ? (
                <SessionList sessions={sessions} userId={id} endText={t('end')} />
              ) : (
                <p className={styles['quiet']}>{t('no_sessions')}</p>
              )}
              {invitation && (
                <p className={styles['quiet']}>
                  {t('open_invitation', { date: format.dateTime(invitation.expires_at) })}
                </p>
              )}
            </section>
          )}
          <section>
            <Flex justify="space-between" align="center">
              <h4 className={styles['heading']}>{t('tokens')}</h4>
              {data.is_service && (
                <Button size="small" onClick={() => setMaking(true)}>
                  {t('make_token')}
                </Button>
              )}
            </Flex>
            {tokens.length > 0 ? (
              <SessionList sessions={tokens} userId={id} endText={t('revoke')} />
            ) : (
              <p className={styles['quiet']}>{t('no_tokens')}</p>
            )}
            {!data.is_service && <p className={styles['quiet']}>{t('tokens_of_people')}</p>}
          </section>
          {data.items.length > 0 && (
            <Button danger loading={endAll.isPending} onClick={() => endAll.mutate()}>
              {t('end_all')}
            </Button>
          )}
          {!data.is_service && (
            <section>
              <h4 className={styles['heading']}>{t('second_factor')}</h4>
              <p className={styles['quiet']}>{t('second_factor_hint')}</p>
              <Button loading={resetFactor.isPending} onClick={() => resetFactor.mutate()}>
                {t('reset_factor')}
              </Button>
            </section>
          )}
        </Flex>
      )}
      {isMaking && <NewTokenDialog userId={id} onClose={() => setMaking(false)} />}
    </Drawer>
  )
}

function useSignInChanges(id: string) {
  const t = usePeopleTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const refuse = (error: unknown) => void message.error(errorText(error))
  const endAll = useMutation({
    mutationFn: () => endSessions(id),
    onSuccess: () => void message.success(t('ended_all')),
    onError: refuse,
    onSettled: () => client.invalidateQueries({ queryKey: ['account', 'sessions'] }),
  })
  const resetFactor = useMutation({
    mutationFn: () => resetSecondFactor(id),
    onSuccess: () => void message.success(t('reset_factor_done')),
    onError: refuse,
  })
  return { endAll, resetFactor }
}
