import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Flex, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { getReasons, type Reasons } from '../../api/sharing'
import type { Label } from '../../api/values'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { recordKeys } from '../queries'
import type { AccessTabProps } from './accessTab'
import { FieldReasons } from './FieldReasons'
import { useAccessTexts } from './accessTexts'
import { useFormat } from '../../shared/format/useFormat'
import styles from './access.module.css'

/** Why somebody may or may not see and change a record and its fields. */
export function ReasonsTab({ entity, id, canShare }: AccessTabProps) {
  const t = useAccessTexts()
  const [person, setPerson] = useState<Label[]>([])
  const user = person[0]?.id
  const { data, error } = useQuery({
    queryKey: [...recordKeys.one(entity.key, id), 'reasons', user ?? ''],
    queryFn: ({ signal }) => getReasons(entity.key, id, user, signal),
    retry: false,
  })
  return (
    <Flex vertical gap={16} className={styles['tab']}>
      {canShare ? (
        <ReferenceSelect
          target="user"
          isMultiple={false}
          canCreate={false}
          value={person[0] ? person : data ? [data.user] : []}
          onChange={setPerson}
          aria-label={t('reasons.about')}
        />
      ) : (
        <span className={styles['quiet']}>{t('reasons.only_self')}</span>
      )}
      {error && <Alert type="warning" showIcon title={errorText(error)} />}
      {!data && !error && <Skeleton active />}
      {data && <Answer reasons={data} />}
    </Flex>
  )
}

function Answer({ reasons }: { reasons: Reasons }) {
  const t = useAccessTexts()
  const format = useFormat()
  const roles = format.list(reasons.roles.map(({ label }) => label))
  return (
    <Flex vertical gap={16}>
      <span className={styles['quiet']}>
        {reasons.administrator
          ? t('reasons.administrator')
          : roles
            ? t('reasons.roles', { roles })
            : t('reasons.no_roles')}
      </span>
      {Object.entries(reasons.actions).map(([action, answer]) => (
        <ActionAnswer key={action} action={action} answer={answer} />
      ))}
      {reasons.actions['see']?.allowed && <FieldReasons fields={reasons.fields} />}
    </Flex>
  )
}

function ActionAnswer({ action, answer }: { action: string; answer: Reasons['actions'][string] }) {
  const t = useAccessTexts()
  const open = answer.ways.filter((way) => way.open)
  return (
    <section className={styles['action']}>
      <h4 className={styles['heading']}>
        {answer.allowed ? (
          <CheckCircleOutlined className={styles['yes']} aria-label={t('reasons.allowed')} />
        ) : (
          <CloseCircleOutlined className={styles['no']} aria-label={t('reasons.refused')} />
        )}{' '}
        {t(`reasons.action.${action}`)}
      </h4>
      <ul className={styles['ways']}>
        {answer.allowed &&
          open.map((way, index) => (
            <li key={index}>
              <Tag>{t(`reasons.kind.${way.kind}`)}</Tag> {way.text}
              {way.role && (
                <span className={styles['quiet']}> {t('reasons.by_role', { role: way.role.label })}</span>
              )}
            </li>
          ))}
        {!answer.allowed && answer.needed.length > 0 && (
          <li className={styles['quiet']}>{t('reasons.needed')}</li>
        )}
        {answer.needed.map((need, index) => (
          <li key={`needed ${index}`}>
            <Tag>{t(`reasons.kind.${need.kind}`)}</Tag> {need.text}
          </li>
        ))}
      </ul>
    </section>
  )
}
