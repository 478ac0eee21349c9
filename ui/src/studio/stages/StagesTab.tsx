import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Empty, Flex, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import type { Entity, Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'
import type { Stored } from '../api/metadata'
import { useComponents } from '../api/useComponents'
import { suggestItemKey } from '../changes/keys'
import { DocumentList, DocumentRow } from '../controls/DocumentList'
import type { PipelineDocument } from '../processDocuments'
import { useArrange } from '../save/useArrange'
import type { EntityTabProps } from '../entity/entityTab'
import { PipelineDrawer } from './PipelineDrawer'
import { usePipelineTexts } from './pipelineTexts'

interface Opened {
  stored: Stored<PipelineDocument>
  isNew: boolean
}

/** Through which stages the records of the entity go. */
export function StagesTab({ entity, stored }: EntityTabProps) {
  const t = usePipelineTexts()
  const labelOf = useLabel()
  const pipelines = useComponents('pipeline', entity.key)
  const documents = pipelines.map(({ document }) => document)
  const arrange = useArrange('pipeline', t('moved', { entity: labelOf(entity) }))
  const [opened, setOpened] = useState<Opened | null>(null)
  const options = entity.fields.filter(({ kind, system }) => kind === 'option' && !system)
  const add = (field: Field) => {
    const taken = pipelines.map(({ document }) => document.key.split('.').at(-1) ?? '')
    const key = `${entity.key}.${suggestItemKey({ en: field.key }, taken, 'pipeline')}`
    const order = Math.max(0, ...pipelines.map(({ document }) => document.order ?? 0)) + 10
    const stages = orderedEntries(field.options).map(
      ([name], at) => [name, { order: (at + 1) * 10 }] as const,
    )
    const document: PipelineDocument = {
      kind: 'pipeline',
      key,
      entity: entity.key,
      label: field.label ?? { en: field.key },
      field: field.key,
      order,
      stages: Object.fromEntries(stages),
    }
    setOpened({ stored: { document, version: stored.version }, isNew: true })
  }
  const menu = (
    <Dropdown
      trigger={['click']}
      disabled={options.length === 0}
      menu={{
        items: options.map((field) => ({ key: field.key, label: labelOf(field) })),
        onClick: ({ key }) => {
          const field = findField(entity, key)
          if (field) add(field)
        },
      }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {t('add')}
      </Button>
    </Dropdown>
  )
  return (
    <>
      <Flex justify="space-between" align="center" gap={12} wrap style={{ marginBottom: 12 }}>
        <Typography.Text type="secondary">{t('about')}</Typography.Text>
        {menu}
      </Flex>
      {pipelines.length === 0 && <Empty description={t('empty')} />}
      <DocumentList
        keys={documents.map(({ key }) => key)}
        onMove={(key, index) => void arrange(documents, key, index)}
      >
        {pipelines.map((pipeline) => (
          <PipelineRow
            key={pipeline.document.key}
            entity={entity}
            pipeline={pipeline.document}
            isReached={!isTaken(documents, pipeline.document)}
            onOpen={() => setOpened({ stored: pipeline, isNew: false })}
          />
        ))}
      </DocumentList>
      {opened && (
        <PipelineDrawer
          key={opened.stored.document.key}
          entity={entity}
          {...opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}

/** Whether a pipeline above it governs all records with stages in the same field. */
function isTaken(documents: readonly PipelineDocument[], pipeline: PipelineDocument): boolean {
  const above = documents.slice(0, documents.indexOf(pipeline))
  return above.some(({ field, when, active }) => field === pipeline.field && !when && active !== false)
}

interface PipelineRowProps {
  entity: Entity
  pipeline: PipelineDocument
  isReached: boolean
  onOpen: () => void
}

function PipelineRow({ entity, pipeline, isReached, onOpen }: PipelineRowProps) {
  const t = usePipelineTexts()
  const labelOf = useLabel()
  const field = findField(entity, pipeline.field)
  const names = orderedEntries(pipeline.stages).map(([key, stage]) =>
    labelOf({ label: stage.label ?? field?.options?.[key]?.label }, key),
  )
  const name = labelOf(pipeline, pipeline.key)
  const isOff = pipeline.active === false
  return (
    <DocumentRow
      id={pipeline.key}
      name={name}
      tags={
        <>
          {isOff && <Tag>{t('off')}</Tag>}
          {!isOff && !isReached && (
            <Tooltip title={t('never_help')}>
              <Tag color="warning">{t('never')}</Tag>
            </Tooltip>
          )}
          {pipeline.when && <code>{pipeline.when}</code>}
        </>
      }
      summary={names.join(' → ')}
      onOpen={onOpen}
    />
  )
}
