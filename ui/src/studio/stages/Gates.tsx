import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Entity } from '../../api/types'
import { orderedEntries } from '../../shared/order'
import { suggestItemKey } from '../changes/keys'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import { LabelsInput } from '../controls/LabelsInput'
import type { RequirementDocument } from '../documents'
import { usePipelineTexts } from './pipelineTexts'
import styles from './stages.module.css'

interface GatesProps {
  entity: Entity
  side: 'entry' | 'exit'
  path: string
  gates: Record<string, RequirementDocument> | undefined
  onChange: (gates: Record<string, RequirementDocument>) => void
}

/** Conditions for coming in or going out, each with what is said where it does not hold. */
export function Gates({ entity, side, path, gates = {}, onChange }: GatesProps) {
  const t = usePipelineTexts()
  const entries = orderedEntries(gates)
  const add = () => {
    const key = suggestItemKey({ en: side }, Object.keys(gates), 'condition')
    onChange({ ...gates, [key]: { require: '', order: (entries.length + 1) * 10 } })
  }
  return (
    <div className={styles['gates']}>
      <span className={styles['side']}>{t(side)}</span>
      {entries.map(([key, gate]) => (
        <div key={key} className={styles['gate']}>
          <Control names={[`${path}/${key}/require`]} label={t('condition')} isRule>
            {(aria) => (
              <ConditionInput
                entity={entity.key}
                aria={aria}
                value={gate.require}
                onChange={(text) => onChange({ ...gates, [key]: { ...gate, require: text ?? '' } })}
              />
            )}
          </Control>
          <Control names={[`${path}/${key}/message`]} label={t('message_of')}>
            {(aria) => (
              <LabelsInput
                compact
                aria={aria}
                name={t('message_of')}
                value={gate.message}
                onChange={(text) => onChange({ ...gates, [key]: { ...gate, message: text } })}
              />
            )}
          </Control>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('remove_condition')}
            onClick={() => onChange(Object.fromEntries(entries.filter(([other]) => other !== key)))}
          />
        </div>
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={add}>
        {t(`add_${side}`)}
      </Button>
    </div>
  )
}
