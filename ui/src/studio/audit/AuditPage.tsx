import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton } from 'antd'
import { errorText } from '../../api/problem'
import { exportPath, listTrail, type TrailConditions } from '../../api/trail'
import { useAuditTexts } from '../../records/record/auditTexts'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { useAddressConditions } from '../controls/useAddressConditions'
import { useTexts } from '../texts'
import { TrailFilters } from './TrailFilters'
import { TrailItem } from './TrailItem'
import styles from './audit.module.css'

const CONDITIONS = [
  'since',
  'until',
  'actor',
  'entity',
  'record',
  'field',
  'action',
  'source',
  'address',
] as const satisfies readonly (keyof TrailConditions)[]

/** Everything that happened, for administrators. */
export function AuditPage() {
  const t = useAuditTexts()
  const tStudio = useTexts()
  const { conditions, change, clear } = useAddressConditions(CONDITIONS)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['trail', conditions],
    queryFn: ({ signal, pageParam }) => listTrail(conditions, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    retry: false,
  })
  useDocumentTitle(t('title'), tStudio('frame.studio'))
  const entries = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Button icon={<DownloadOutlined />} href={exportPath(conditions)} download>
            {t('export')}
          </Button>
        }
      />
      <TrailFilters
        key={conditions.address ?? ''}
        conditions={conditions}
        onChange={change}
        onClear={clear}
      />
      {error && <Alert type="warning" showIcon title={errorText(error)} />}
      {isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && entries.length === 0 && (
        <Empty description={t('empty')}>
          <p className={styles['quiet']}>{t('empty_hint')}</p>
        </Empty>
      )}
      <ol className={styles['trail']}>
        {entries.map((entry) => (
          <TrailItem key={entry.id} entry={entry} />
        ))}
      </ol>
      {hasNextPage && (
        <Button block onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
