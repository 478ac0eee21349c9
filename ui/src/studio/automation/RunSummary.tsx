import { Tag } from 'antd'
import type { RunState } from '../../api/automation'
import { useFormat } from '../../shared/format/useFormat'
import { useAutomationTexts } from './automationTexts'
import styles from './automation.module.css'

const NOTED = ['failed', 'stopped', 'waiting'] as const

interface RunSummaryProps {
  counts: Partial<Record<RunState, number>>
  chosen: string | undefined
  onChoose: (state: string | null) => void
}

/** What needs a look, each a filter. */
export function RunSummary({ counts, chosen, onChoose }: RunSummaryProps) {
  const t = useAutomationTexts()
  const format = useFormat()
  const noted = NOTED.filter((state) => counts[state])
  if (noted.length === 0) return null
  return (
    <div className={styles['summary']} role="group" aria-label={t('counts')}>
      {noted.map((state) => (
        <Tag.CheckableTag
          key={state}
          checked={chosen === state}
          onChange={(isOn) => onChoose(isOn ? state : null)}
        >
          {t(`state_${state}`)}: {format.integer(counts[state] ?? 0)}
        </Tag.CheckableTag>
      ))}
    </div>
  )
}
