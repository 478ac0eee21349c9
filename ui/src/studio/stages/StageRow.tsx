import { useSuspenseQuery } from '@tanstack/react-query'
import { InputNumber, Select, Switch, Tag } from 'antd'
import type { Entity } from '../../api/types'
import { isComputed } from '../../schema/layout'
import { useLabel } from '../../schema/labels'
import { componentsQuery } from '../api/metadata'
import { Control } from '../controls/Control'
import { FoldCard } from '../controls/FoldCard'
import type { StageDocument } from '../processDocuments'
import { usePipelineTexts } from './pipelineTexts'
import { Requirements } from './Requirements'
import { StageWords } from './StageWords'
import styles from './stages.module.css'

interface StageRowProps {
  id: string
  entity: Entity
  label: string
  stage: StageDocument
  others: { value: string; label: string }[]
  onChange: (stage: StageDocument) => void
  onRemove: () => void
}

const KINDS = ['open', 'won', 'lost', 'closed'] as const
const COLOURS = { open: 'default', won: 'green', lost: 'red', closed: 'blue' }
const NOT_ASKED = new Set(['children', 'references', 'auto_number'])

const listed = (keys: string[]) => Object.fromEntries(keys.map((key, at) => [key, { order: (at + 1) * 10 }]))

/** One stage: its place, and below it what it asks for. */
export function StageRow({ id, entity, label, stage, others, onChange, onRemove }: StageRowProps) {
  const t = usePipelineTexts()
  const labelOf = useLabel()
  const { data: roles } = useSuspenseQuery(componentsQuery('role'))
  const kind = stage.kind ?? 'open'
  const set = (part: Partial<StageDocument>) => onChange({ ...stage, ...part })
  const fields = entity.fields.filter(
    (field) => !field.system && !isComputed(field) && !NOT_ASKED.has(field.kind),
  )
  const path = (name: string) => `stages/${id}/${name}`
  return (
    <FoldCard
      id={id}
      name={label}
      tags={
        <>
          {kind !== 'open' && <Tag color={COLOURS[kind]}>{t(`kind_${kind}`)}</Tag>}
          {stage.confidence !== undefined && <Tag>{stage.confidence} %</Tag>}
        </>
      }
      removeText={t('remove_stage', { stage: label })}
      onRemove={onRemove}
    >
      {() => (
        <>
          <StageWords path={path} stage={stage} onChange={onChange} />
          <div className={styles['pair']}>
            <Control names={[path('kind')]} label={t('kind')}>
              {(aria) => (
                <Select
                  {...aria}
                  value={kind}
                  onChange={(value) => set({ kind: value })}
                  options={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
                />
              )}
            </Control>
            <Control names={[path('confidence')]} label={t('stage_confidence')}>
              {(aria) => (
                <InputNumber
                  {...aria}
                  min={0}
                  max={100}
                  suffix="%"
                  style={{ width: '100%' }}
                  value={stage.confidence ?? null}
                  onChange={(value) => {
                    const { confidence: _, ...rest } = stage
                    onChange(value === null ? rest : { ...rest, confidence: value })
                  }}
                />
              )}
            </Control>
          </div>
          <Control names={[path('required')]} label={t('required')}>
            {(aria) => (
              <Select
                {...aria}
                mode="multiple"
                optionFilterProp="label"
                value={Object.keys(stage.required ?? {})}
                onChange={(keys) => set({ required: listed(keys) })}
                options={fields.map((field) => ({ value: field.key, label: labelOf(field) }))}
              />
            )}
          </Control>
          <Requirements
            entity={entity}
            path={path('entry')}
            title={t('entry')}
            addText={t('add_entry')}
            stem="entry"
            requirements={stage.entry}
            onChange={(entry) => set({ entry })}
          />
          <Requirements
            entity={entity}
            path={path('exit')}
            title={t('exit')}
            addText={t('add_exit')}
            stem="exit"
            requirements={stage.exit}
            onChange={(exit) => set({ exit })}
          />
          <div className={styles['pair']}>
            <Control names={[path('roles')]} label={t('roles')} help={t('roles_help')}>
              {(aria) => (
                <Select
                  {...aria}
                  mode="multiple"
                  value={stage.roles ?? []}
                  onChange={(chosen) => set({ roles: chosen })}
                  options={roles.map((role) => ({ value: role.key, label: labelOf(role, role.key) }))}
                />
              )}
            </Control>
            <Control names={[path('next')]} label={t('next')} help={t('next_help')}>
              {(aria) => (
                <Select
                  {...aria}
                  mode="multiple"
                  value={Object.keys(stage.next ?? {})}
                  onChange={(keys) => {
                    const { next: _, ...rest } = stage
                    onChange(keys.length === 0 ? rest : { ...rest, next: listed(keys) })
                  }}
                  options={others}
                />
              )}
            </Control>
          </div>
          <label className={styles['switch']}>
            <Switch
              size="small"
              checked={stage.by_hand !== false}
              onChange={(checked) => set({ by_hand: checked })}
            />{' '}
            {t('by_hand')}
          </label>
        </>
      )}
    </FoldCard>
  )
}
