import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'
import { componentsQuery, type Stored } from '../api/metadata'
import { useComponents } from '../api/useComponents'
import { suggestItemKey } from '../changes/keys'
import { DocumentList, DocumentRow } from '../controls/DocumentList'
import type { ConversionDocument } from '../processDocuments'
import { useArrange } from '../save/useArrange'
import type { EntityTabProps } from '../entity/entityTab'
import { ConversionDrawer } from './ConversionDrawer'
import { useConversionTexts } from './conversionTexts'

interface Opened {
  stored: Stored<ConversionDocument>
  isNew: boolean
}

/** What records of the entity can become. */
export function ConversionsTab({ entity, stored }: EntityTabProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const { data: all } = useSuspenseQuery(componentsQuery('conversion'))
  const conversions = useComponents('conversion', entity.key)
  const documents = conversions.map(({ document }) => document)
  const arrange = useArrange('conversion', t('moved', { entity: labelOf(entity) }))
  const [opened, setOpened] = useState<Opened | null>(null)
  const add = () => {
    const prefix = `${entity.key}.`
    const taken = all.filter(({ key }) => key.startsWith(prefix)).map(({ key }) => key.slice(prefix.length))
    const document: ConversionDocument = {
      kind: 'conversion',
      key: prefix + suggestItemKey({}, taken, 'conversion'),
      entity: entity.key,
      label: {},
      order: Math.max(0, ...conversions.map((other) => other.document.order ?? 0)) + 10,
      targets: {},
    }
    setOpened({ stored: { document, version: stored.version }, isNew: true })
  }
  return (
    <>
      <Flex justify="space-between" align="center" gap={12} wrap style={{ marginBottom: 12 }}>
        <Typography.Text type="secondary">{t('about')}</Typography.Text>
        <Button type="primary" icon={<PlusOutlined />} onClick={add}>
          {t('add')}
        </Button>
      </Flex>
      {conversions.length === 0 && <Empty description={t('empty')} />}
      <DocumentList
        keys={documents.map(({ key }) => key)}
        onMove={(key, index) => void arrange(documents, key, index)}
      >
        {conversions.map((conversion) => (
          <ConversionRow
            key={conversion.document.key}
            conversion={conversion.document}
            onOpen={() => setOpened({ stored: conversion, isNew: false })}
          />
        ))}
      </DocumentList>
      {opened && (
        <ConversionDrawer
          key={opened.stored.document.key}
          entity={entity}
          {...opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}

function ConversionRow({ conversion, onOpen }: { conversion: ConversionDocument; onOpen: () => void }) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const names = orderedEntries(conversion.targets).map(([, { target, label }]) =>
    labelOf({ label: label ?? findEntity(schema, target)?.label }, target),
  )
  return (
    <DocumentRow
      id={conversion.key}
      name={labelOf(conversion, conversion.key)}
      tags={conversion.active === false && <Tag>{t('off')}</Tag>}
      summary={`→ ${names.join(' + ')}`}
      onOpen={onOpen}
    />
  )
}
