import { CheckOutlined, CloseOutlined, HistoryOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { PathStage, StagePath } from '../../api/actions'
import type { Entity } from '../../api/types'
import { useMayWrite } from '../../api/useMayWrite'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { useIsNarrow } from '../../shared/media'
import { actionsQuery, pathsOf } from '../actionQueries'
import { MoveDialog } from './MoveDialog'
import { StageHistory } from './StageHistory'
import { useStageTexts } from './stageTexts'
import styles from './StatusPath.module.css'

interface StatusPathProps {
  entity: Entity
  record: RecordDocument
}

/** Where the record stands on its way; a click on a stage shows what it asks and moves there. */
export function StatusPath({ entity, record }: StatusPathProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const [target, setTarget] = useState<PathStage | undefined>(undefined)
  const [showsHistory, setShowsHistory] = useState(false)
  const { data } = useQuery({
    ...actionsQuery(entity.key, record),
    enabled: (entity.pipelines?.length ?? 0) > 0,
    placeholderData: (previous) => previous,
  })
  const paths = pathsOf(data)
  const shown = paths.find(({ path }) => path.field === chosen) ?? paths[0]
  if (!shown) return null
  const { path } = shown
  return (
    <section className={styles['strip']} aria-label={t('path')}>
      {paths.length > 1 && (
        <Select
          size="small"
          variant="filled"
          className={styles['which'] ?? ''}
          aria-label={t('which')}
          value={path.field}
          onChange={setChosen}
          options={paths.map(({ offer, path: each }) => ({ value: each.field, label: labelOf(offer) }))}
        />
      )}
      {isNarrow ? (
        <NarrowPath path={path} onChoose={setTarget} />
      ) : (
        <WidePath path={path} onChoose={setTarget} />
      )}
      <IconButton
        type="text"
        size="small"
        icon={<HistoryOutlined />}
        label={t('history')}
        onClick={() => setShowsHistory(true)}
      />
      {target && (
        <MoveDialog
          key={target.key}
          entity={entity}
          record={record}
          path={path}
          stage={target}
          onClose={() => setTarget(undefined)}
        />
      )}
      {showsHistory && (
        <StageHistory entity={entity} record={record} onClose={() => setShowsHistory(false)} />
      )}
    </section>
  )
}

interface PathProps {
  path: StagePath
  onChoose: (stage: PathStage) => void
}

function WidePath({ path, onChoose }: PathProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const mayWrite = useMayWrite()
  const at = path.stages.findIndex(({ key }) => key === path.current)
  return (
    <ol className={styles['path']}>
      {path.stages.map((stage, position) => {
        const state = stateOf(path, stage, position, at)
        const label = labelOf(stage)
        const ago = stage.entered_at ? format.ago(stage.entered_at) : ''
        const texts = { stage: label, ago }
        const name = state === 'now' ? t('now', texts) : t(state === 'passed' ? 'passed' : 'ahead', texts)
        return (
          <li key={stage.key} className={styles['step']} data-state={state} data-kind={stage.kind}>
            <button
              type="button"
              aria-label={name}
              aria-current={state === 'now' ? 'step' : undefined}
              title={name}
              disabled={!mayWrite}
              onClick={() => onChoose(stage)}
            >
              {state === 'passed' && <CheckOutlined aria-hidden />}
              {state === 'now' && stage.kind === 'lost' && <CloseOutlined aria-hidden />}
              <span dir="auto">{label}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

/** On a phone: where it stands, the next stage, and a list of all. */
function NarrowPath({ path, onChoose }: PathProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const mayWrite = useMayWrite()
  const at = path.stages.findIndex(({ key }) => key === path.current)
  const next = path.stages.slice(at + 1).find(({ kind }) => kind !== 'lost')
  return (
    <div className={styles['narrow']}>
      <Select
        size="small"
        className={styles['all'] ?? ''}
        aria-label={t('choose')}
        value={path.current}
        disabled={!mayWrite}
        onChange={(key) => {
          const stage = path.stages.find((each) => each.key === key)
          if (stage) onChoose(stage)
        }}
        options={path.stages.map((stage) => ({ value: stage.key, label: labelOf(stage) }))}
      />
      {next?.by_hand && mayWrite && (
        <Button
          size="small"
          type="primary"
          ghost
          className={styles['next'] ?? ''}
          onClick={() => onChoose(next)}
        >
          <span>{t('next', { stage: labelOf(next) })}</span>
        </Button>
      )}
    </div>
  )
}

function stateOf(
  path: StagePath,
  stage: PathStage,
  position: number,
  at: number,
): 'now' | 'passed' | 'ahead' {
  if (stage.key === path.current) return 'now'
  const present = path.stages[at]
  const hasEndedBadly = present?.kind === 'lost' || present?.kind === 'closed'
  if (hasEndedBadly) return stage.left_at ? 'passed' : 'ahead'
  return position < at && stage.kind === 'open' ? 'passed' : 'ahead'
}
