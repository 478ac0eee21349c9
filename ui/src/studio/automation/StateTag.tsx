import { Tag } from 'antd'
import type { RunState } from '../../api/automation'
import { useAutomationTexts } from './automationTexts'

const COLORS: Record<RunState, string> = {
  waiting: 'blue',
  done: 'green',
  failed: 'red',
  stopped: 'volcano',
  cancelled: 'default',
}

export function StateTag({ state }: { state: RunState }) {
  const t = useAutomationTexts()
  return <Tag color={COLORS[state]}>{t(`state_${state}`)}</Tag>
}
