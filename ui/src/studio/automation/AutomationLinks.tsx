import { ThunderboltOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { automationKey, listRuns } from '../../api/automation'
import { runsPath } from '../paths'
import { useAutomationTexts } from './automationTexts'

const FRESH_FOR = 60_000

/** How many runs failed or were stopped by the engine: what somebody should look at. */
export function useFailedRuns(): number {
  const { data = 0 } = useQuery({
    queryKey: [...automationKey, 'counts'],
    queryFn: ({ signal }) => listRuns({}, null, signal),
    select: ({ counts }) => (counts?.failed ?? 0) + (counts?.stopped ?? 0),
    staleTime: FRESH_FOR,
    retry: false,
  })
  return data
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
