import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Select } from 'antd'
import type { Entity, Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'
import type { Stored } from '../api/metadata'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import { SortableList } from '../controls/SortableList'
import { SwitchRow } from '../controls/SwitchRow'
import type { PipelineDocument, StageDocument } from '../processDocuments'
import { ConflictDialog } from '../save/ConflictDialog'
import { deletionOf } from '../save/useDeletion'
import { useComponentDrawer } from '../save/useComponentDrawer'
import { issuesElsewhere } from '../save/issues'
import { usePipelineTexts } from './pipelineTexts'
import { StageRow } from './StageRow'
import styles from './stages.module.css'

interface PipelineDrawerProps {
  entity: Entity
  stored: Stored<PipelineDocument>
  isNew: boolean
  onClose: () => void
}

const SHOWN = ['label', 'when', 'moves', 'since', 'confidence', 'active', 'stages']
const MOVES = ['any', 'forward', 'step'] as const

/** What is emptied is left out. */
const filled = (pipeline: PipelineDocument) =>
  Object.fromEntries(
    Object.entries(pipeline).filter(([, value]) => value !== ''),
  ) as unknown as PipelineDocument

/** A pipeline, drawn: stages by dragging, what each asks by choosing. */
export function PipelineDrawer({ entity, stored, isNew, onClose }: PipelineDrawerProps) {
  const t = usePipelineTexts()
  const labelOf = useLabel()
  const { key } = stored.document
  const name = labelOf(stored.document, key)
  const entityName = labelOf(entity)
  const {
    editor,
    document: pipeline,
    frame,
  } = useComponentDrawer({
    kind: 'pipeline',
    stored,
    isNew,
    messageOf: (document) => t('message', { name: labelOf(document, key), entity: entityName }),
    deletion: deletionOf(t, '', {
      kind: 'pipeline',
      key,
      name,
      message: t('deleted', { name, entity: entityName }),
    }),
    onClose,
  })
  const set = (part: Partial<PipelineDocument>) => editor.change((before) => filled({ ...before, ...part }))
  return (
    <EditorDrawer
      {...frame}
      size={880}
      title={labelOf(pipeline, key)}
      issues={editor.issues}
      general={issuesElsewhere(editor.issues, SHOWN, frame.prefix)}
      okText={t('save')}
      isBlocked={!(isNew || editor.isDirty)}
    >
      <Control names={['label']} label={t('name')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            name={t('name')}
            value={pipeline.label}
            onChange={(label) => set({ label })}
          />
        )}
      </Control>
      <Control names={['when']} label={t('when')} help={t('when_help')} isRule>
        {(aria) => (
          <ConditionInput
            entity={entity.key}
            aria={aria}
            value={pipeline.when}
            onChange={(when) => set({ when: when ?? '' })}
          />
        )}
      </Control>
      <Stages entity={entity} pipeline={pipeline} onChange={(stages) => set({ stages })} />
      <KeptFields entity={entity} pipeline={pipeline} set={set} />
      <Control names={['moves']} label={t('moves')}>
        {(aria) => (
          <Select
            {...aria}
            value={pipeline.moves ?? 'any'}
            onChange={(moves) => set({ moves })}
            options={MOVES.map((value) => ({ value, label: t(`moves_${value}`) }))}
          />
        )}
      </Control>
      <SwitchRow
        label={t('active')}
        help={t('active_help')}
        checked={pipeline.active !== false}
        onChange={(active) => set({ active })}
      />
      <ConflictDialog conflict={editor.conflict} />
    </EditorDrawer>
  )
}

interface StagesProps {
  entity: Entity
  pipeline: PipelineDocument
  onChange: (stages: Record<string, StageDocument>) => void
}

function Stages({ entity, pipeline, onChange }: StagesProps) {
  const t = usePipelineTexts()
  const labelOf = useLabel()
  const field = findField(entity, pipeline.field)
  const stages = orderedEntries(pipeline.stages)
  const keys = stages.map(([key]) => key)
  const left = orderedEntries(field?.options).filter(([key]) => !(key in pipeline.stages))
  const arrange = (order: string[]) =>
    onChange(
      Object.fromEntries(order.map((key, at) => [key, { ...pipeline.stages[key], order: (at + 1) * 10 }])),
    )
  const move = (key: string, index: number) => {
    const others = keys.filter((other) => other !== key)
    arrange([...others.slice(0, index), key, ...others.slice(index)])
  }
  return (
    <Control names={['stages']} label={t('stages')} help={t('stages_help')}>
      {() => (
        <>
          <ul className={styles['stages']}>
            <SortableList keys={keys} onMove={move}>
              {stages.map(([key, stage]) => (
                <StageRow
                  key={key}
                  id={key}
                  entity={entity}
                  label={labelOf({ label: stage.label ?? field?.options?.[key]?.label }, key)}
                  stage={stage}
                  others={stages
                    .filter(([other]) => other !== key)
                    .map(([other, each]) => ({
                      value: other,
                      label: labelOf({ label: each.label ?? field?.options?.[other]?.label }, other),
                    }))}
                  onChange={(changed) => onChange({ ...pipeline.stages, [key]: changed })}
                  onRemove={() => arrange(keys.filter((other) => other !== key))}
                />
              ))}
            </SortableList>
          </ul>
          {left.length > 0 && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: left.map(([key, option]) => ({ key, label: labelOf(option, key) })),
                onClick: ({ key }) => arrange([...keys, key]),
              }}
            >
              <Button type="dashed" block icon={<PlusOutlined />}>
                {t('add_stage')}
              </Button>
            </Dropdown>
          )}
        </>
      )}
    </Control>
  )
}

interface KeptFieldsProps {
  entity: Entity
  pipeline: PipelineDocument
  set: (part: Partial<PipelineDocument>) => void
}

function KeptFields({ entity, pipeline, set }: KeptFieldsProps) {
  const t = usePipelineTexts()
  const labelOf = useLabel()
  const choices = (fits: (field: Field) => boolean) =>
    entity.fields
      .filter((field) => !field.system && fits(field))
      .map((field) => ({ value: field.key, label: labelOf(field) }))
  return (
    <div className={styles['pair']}>
      <Control names={['since']} label={t('since')} help={t('since_help')}>
        {(aria) => (
          <Select
            {...aria}
            allowClear
            value={pipeline.since || null}
            onChange={(since) => set({ since: since ?? '' })}
            options={choices(({ kind, read_only: locked }) => kind === 'datetime' && locked === true)}
          />
        )}
      </Control>
      <Control names={['confidence']} label={t('confidence')} help={t('confidence_help')}>
        {(aria) => (
          <Select
            {...aria}
            allowClear
            value={pipeline.confidence || null}
            onChange={(confidence) => set({ confidence: confidence ?? '' })}
            options={choices(({ kind }) => kind === 'percent')}
          />
        )}
      </Control>
    </div>
  )
}
