import { Control } from '../controls/Control'
import { LabelsInput } from '../controls/LabelsInput'
import type { Labels } from '../documents'
import type { StageDocument } from '../processDocuments'
import { usePipelineTexts } from './pipelineTexts'
import styles from './stages.module.css'

interface StageWordsProps {
  path: (name: string) => string
  stage: StageDocument
  onChange: (stage: StageDocument) => void
}

/** What the stage is called here, where that differs from its option, and what is to be done in it. */
export function StageWords({ path, stage, onChange }: StageWordsProps) {
  const t = usePipelineTexts()
  const set = (name: 'label' | 'help', labels: Labels) => {
    const { [name]: _, ...rest } = stage
    onChange(Object.keys(labels).length === 0 ? rest : { ...rest, [name]: labels })
  }
  return (
    <div className={styles['pair']}>
      <Control names={[path('label')]} label={t('stage_label')} help={t('stage_label_help')}>
        {(aria) => (
          <LabelsInput
            aria={aria}
            name={t('stage_label')}
            value={stage.label}
            onChange={(labels) => set('label', labels)}
          />
        )}
      </Control>
      <Control names={[path('help')]} label={t('stage_help')} help={t('stage_help_help')}>
        {(aria) => (
          <LabelsInput
            aria={aria}
            multiline
            name={t('stage_help')}
            value={stage.help}
            onChange={(labels) => set('help', labels)}
          />
        )}
      </Control>
    </div>
  )
}
