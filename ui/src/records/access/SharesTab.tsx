import { DeleteOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Flex, Skeleton, Tag } from 'antd'
import { errorText } from '../../api/problem'
import { addShare, listShares, removeShare, type Share } from '../../api/sharing'
import { useFormat } from '../../shared/format/useFormat'
import type { AccessTabProps } from './accessTab'
import { ShareForm } from './ShareForm'
import { useAccessTexts } from './accessTexts'
import { useLetIn } from './useAccess'
import styles from './access.module.css'

/** The shares of a record, and a form for another. */
export function SharesTab({ entity, id, canShare }: AccessTabProps) {
  const t = useAccessTexts()
  const shares = useLetIn(entity.key, id, 'shares', (signal) => listShares(entity.key, id, signal))
  if (shares.error) return <Alert type="warning" showIcon title={errorText(shares.error)} />
  if (shares.isPending) return <Skeleton active />
  return (
    <Flex vertical gap={16} className={styles['tab']}>
      {canShare && (
        <ShareForm
          isBusy={shares.change.isPending}
          onShare={async (sent) => {
            await shares.change.mutateAsync({
              run: () => addShare(entity.key, id, sent),
              said: t('shares.added'),
            })
          }}
        />
      )}
      {shares.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('shares.empty')} />
      ) : (
        <ul className={styles['list']}>
          {shares.items.map((share) => (
            <ShareRow
              key={share.id}
              share={share}
              {...(canShare
                ? {
                    onRemove: () =>
                      shares.change.mutate({
                        run: () => removeShare(entity.key, id, share.id),
                        said: t('shares.removed'),
                      }),
                  }
                : {})}
            />
          ))}
        </ul>
      )}
    </Flex>
  )
}

function ShareRow({ share, onRemove }: { share: Share; onRemove?: () => void }) {
  const t = useAccessTexts()
  const format = useFormat()
  const isOver = share.until !== null && new Date(share.until) <= new Date()
  const ends = share.until ? t('shares.ends', { moment: format.dateTime(share.until) }) : t('shares.forever')
  return (
    <li className={styles['row']}>
      <div className={styles['who']}>
        <bdi>{share.to.label ?? share.to.id}</bdi> <Tag>{t(`shares.kind.${share.kind}`)}</Tag>{' '}
        <Tag {...(share.edit ? { color: 'blue' } : {})}>{t(share.edit ? 'shares.edit' : 'shares.see')}</Tag>{' '}
        {isOver && <Tag color="red">{t('shares.over')}</Tag>}
        <div className={styles['quiet']}>
          {[ends, share.created_by && t('shares.by', { name: share.created_by.label ?? '' }), share.reason]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      {onRemove && (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          onClick={onRemove}
          aria-label={`${t('shares.remove')}: ${share.to.label ?? ''}`}
          title={t('shares.remove')}
        />
      )}
    </li>
  )
}
