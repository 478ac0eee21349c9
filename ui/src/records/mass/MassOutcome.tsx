import { Modal } from 'antd'
import type { Entity } from '../../api/types'
import { usePluralLabel } from '../../schema/labels'
import { LeftOutList } from './LeftOutList'
import { MassProgress } from './MassProgress'
import { useCounted, useMassTexts } from './massTexts'
import type { MassChange } from './useMassChange'

/** What is still going on after a change was asked for, and what it left out. */
export function MassOutcome({ entity, change }: { entity: Entity; change: MassChange }) {
  const t = useMassTexts()
  const counted = useCounted()
  const label = usePluralLabel()(entity)
  const { job, outcome } = change
  if (job)
    return (
      <MassProgress
        job={job.id}
        title={job.isUndo ? t('undoing') : t('running', { label })}
        onDone={(done) => void change.finish(done, job.isUndo)}
        onClose={change.forget}
      />
    )
  if (!outcome) return null
  return (
    <Modal open title={counted('saved', outcome.changed)} footer={null} onCancel={change.forget}>
      <LeftOutList count={outcome.left_out} reasons={outcome.reasons} />
    </Modal>
  )
}
