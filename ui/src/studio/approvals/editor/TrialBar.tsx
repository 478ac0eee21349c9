import { CloseOutlined } from '@ant-design/icons'
import { Alert, Spin, Tag } from 'antd'
import type { Simulation } from '../../../api/approvals'
import { useApprovalTexts } from '../approvalTexts'
import { RecordPicker } from '../../playground/RecordPicker'
import { IconButton } from '../../../shared/IconButton'
import type { Trial } from './useSimulation'
import styles from './editor.module.css'

interface TrialBarProps {
  entity: string
  trial: Trial
  simulation: Simulation | null
  refusal: string | null
  isFetching: boolean
  onChange: (trial: Trial | null) => void
}

/** Chooses a record and who submits it; the picture then shows the way. */
export function TrialBar({ entity, trial, simulation, refusal, isFetching, onChange }: TrialBarProps) {
  const t = useApprovalTexts()
  return (
    <div className={styles['trial']} role="group" aria-label={t('trial.title')}>
      <label>
        <span>{t('trial.record')}</span>
        <RecordPicker
          entity={entity}
          label={t('trial.record')}
          value={trial.record}
          onChange={(record) => onChange({ ...trial, record })}
        />
      </label>
      <label>
        <span>{t('trial.submitter')}</span>
        <RecordPicker
          entity="user"
          label={t('trial.submitter')}
          placeholder={t('trial.me')}
          value={trial.submitter}
          onChange={(submitter) => onChange({ ...trial, submitter })}
        />
      </label>
      {isFetching && <Spin size="small" />}
      {simulation && !isFetching && (
        <Tag color={simulation.outcome === 'approved' ? 'green' : 'orange'}>
          {t(`trial.outcome_${simulation.outcome}`, { count: simulation.steps.length })}
        </Tag>
      )}
      <IconButton
        type="text"
        icon={<CloseOutlined />}
        label={t('trial.close')}
        onClick={() => onChange(null)}
      />
      {refusal && <Alert className={styles['refusal'] ?? ''} type="warning" showIcon title={refusal} />}
    </div>
  )
}
