import { ApiOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button } from 'antd'
import { Link } from 'react-router'
import { automationKey, listRuns } from '../../api/automation'
import { runsPath, webhooksPath } from '../paths'
import { useAutomationTexts } from './automationTexts'

const FRESH_FOR = 60_000

/** From the Studio's first page to what rules did, with how many failed. */
export function AutomationLinks() {
  const t = useAutomationTexts()
  const { data } = useQuery({
    queryKey: [...automationKey, 'counts'],
    queryFn: ({ signal }) => listRuns({}, null, signal),
    select: ({ counts }) => (counts?.failed ?? 0) + (counts?.stopped ?? 0),
    staleTime: FRESH_FOR,
    retry: false,
  })
  const failed = data ?? 0
  return (
    <>
      <Link to={runsPath(failed > 0 ? { state: 'failed' } : {})}>
        <Badge count={failed} title={t('failed_runs', { count: failed })}>
          <Button icon={<ThunderboltOutlined />}>{t('title')}</Button>
        </Badge>
      </Link>
      <Link to={webhooksPath}>
        <Button icon={<ApiOutlined />}>{t('webhooks.title')}</Button>
      </Link>
    </>
  )
}

/** From a rule that acts to its runs. */
export function RunsOfRule({ rule }: { rule: string }) {
  const t = useAutomationTexts()
  return (
    <Link to={runsPath({ rule })}>
      <Button type="text" icon={<ThunderboltOutlined />}>
        {t('runs_of')}
      </Button>
    </Link>
  )
}
