import { ApiOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { automationKey, listRuns, type RunConditions } from '../../api/automation'
import { errorText } from '../../api/problem'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { useAddressConditions } from '../controls/useAddressConditions'
import { webhooksPath } from '../paths'
import { useTexts } from '../texts'
import { useAutomationTexts } from './automationTexts'
import { RunDrawer } from './RunDrawer'
import { RunFilters } from './RunFilters'
import { RunRow } from './RunRow'
import { RunSummary } from './RunSummary'
import styles from './automation.module.css'

const RUN = 'run'
const LOOK_AGAIN = 10_000
const CONDITIONS = [
  'rule',
  'state',
  'entity',
  'record',
  'since',
  'until',
] as const satisfies readonly (keyof RunConditions)[]

/** The log of rules that act: what they did, what waits, what failed. */
export function RunsPage() {
  const t = useAutomationTexts()
  const tStudio = useTexts()
  const { conditions, change, clear } = useAddressConditions(CONDITIONS)
  const [search, setSearch] = useSearchParams()
  const shown = search.get(RUN)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...automationKey, 'runs', conditions],
    queryFn: ({ signal, pageParam }) => listRuns(conditions, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: LOOK_AGAIN,
    retry: false,
  })
  useDocumentTitle(t('title'), tStudio('frame.studio'))
  const runs = data?.pages.flatMap(({ items }) => items) ?? []
  const isNarrowed = Object.keys(conditions).length > 0
  const show = (id: string | null) =>
    setSearch((before) => {
      if (id) before.set(RUN, id)
      else before.delete(RUN)
      return before
    })
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Link to={webhooksPath}>
            <Button icon={<ApiOutlined />}>{t('webhooks_link')}</Button>
          </Link>
        }
      />
      <RunSummary
        counts={data?.pages[0]?.counts ?? {}}
        chosen={conditions.state}
        onChoose={(state) => change({ state })}
      />
      <RunFilters conditions={conditions} onChange={change} onClear={clear} />
      {error && <Alert type="warning" showIcon title={errorText(error)} />}
      {isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && runs.length === 0 && (
        <Empty description={t(isNarrowed ? 'nothing' : 'empty')}>
          <p className={styles['quiet']}>{t(isNarrowed ? 'nothing_hint' : 'empty_hint')}</p>
        </Empty>
      )}
      <ol className={styles['list']} aria-label={t('title')}>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} onOpen={() => show(run.id)} />
        ))}
      </ol>
      {hasNextPage && (
        <Button block onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
      {shown && <RunDrawer id={shown} onClose={() => show(null)} />}
    </>
  )
}
