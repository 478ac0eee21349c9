import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Entity } from '../../api/types'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { suggestItemKey } from '../changes/keys'
import { nextOrder, omit } from '../changes/order'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import { LabelsInput } from '../controls/LabelsInput'
import type { RequirementDocument } from '../processDocuments'
import { usePipelineTexts } from './pipelineTexts'
import styles from './stages.module.css'

interface RequirementsProps {
  entity: Entity
  path: string
  title: string
  addText: string
  /** What new ones are called, with a number. */
  stem: string
  requirements: Record<string, RequirementDocument> | undefined
  onChange: (requirements: Record<string, RequirementDocument>) => void
}

/** Conditions that must hold, each with what is said where it does not. */
export function Requirements(props: RequirementsProps) {
  const { entity, path, title, addText, stem, requirements = {}, onChange } = props
  const t = usePipelineTexts()
  const entries = orderedEntries(requirements)
  const set = (key: string, part: Partial<RequirementDocument>) =>
    onChange({ ...requirements, [key]: { require: '', ...requirements[key], ...part } })
  const add = () => {
    const key = suggestItemKey({ en: stem }, Object.keys(requirements), 'condition')
    set(key, { order: nextOrder(requirements) })
  }
  return (
    <div className={styles['gates']}>
      <span className={styles['side']}>{title}</span>
      {entries.map(([key, requirement]) => (
        <div key={key} className={styles['gate']}>
          <Control names={[`${path}/${key}/require`]} label={t('condition')} isRule>
            {(aria) => (
              <ConditionInput
                entity={entity.key}
                aria={aria}
                value={requirement.require}
                onChange={(text) => set(key, { require: text ?? '' })}
              />
            )}
          </Control>
          <Control names={[`${path}/${key}/message`]} label={t('message_of')}>
            {(aria) => (
              <LabelsInput
                compact
                aria={aria}
                name={t('message_of')}
                value={requirement.message}
                onChange={(message) => set(key, { message })}
              />
            )}
          </Control>
          <IconButton
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            label={t('remove_condition')}
            onClick={() => onChange(omit(requirements, key))}
          />
        </div>
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={add}>
        {addText}
      </Button>
    </div>
  )
}
