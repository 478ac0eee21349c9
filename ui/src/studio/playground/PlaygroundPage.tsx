import { Card, Form, Segmented, Select } from 'antd'
import { useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Entity } from '../../api/types'
import { RuleEditor, type RuleEditorHandle } from '../../rules/RuleEditor'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { FieldGrid } from '../controls/FieldGrid'
import { FunctionHelp } from '../rules/FunctionHelp'
import { useTexts } from '../texts'
import { EvaluateTable } from './EvaluateTable'
import { RecordPicker } from './RecordPicker'
import { RuleAnswer } from './RuleAnswer'

type Mode = 'record' | 'table'

/** Try expressions: on a record, with its parts and the SQL, or over a table of values. Nothing is saved. */
export function PlaygroundPage() {
  const t = useTexts()
  const [mode, setMode] = useState<Mode>('record')
  useDocumentTitle(t('playground.title'), t('frame.studio'))
  return (
    <>
      <PageHeader title={t('playground.title')} subtitle={t('playground.hint')} />
      <Segmented<Mode>
        style={{ marginBottom: 16 }}
        value={mode}
        options={[
          { value: 'record', label: t('playground.for_record') },
          { value: 'table', label: t('playground.table') },
        ]}
        onChange={setMode}
      />
      {mode === 'record' ? <OnRecord /> : <EvaluateTable />}
    </>
  )
}

function OnRecord() {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const [search, setSearch] = useSearchParams()
  const [text, setText] = useState('')
  const [record, setRecord] = useState<string | null>(null)
  const editor = useRef<RuleEditorHandle>(null)
  const usable = schema.entities.filter(({ line_of, can }) => !line_of && can.see)
  const entity: Entity | undefined = findEntity(schema, search.get('entity')) ?? usable[0]
  if (!entity) return null
  return (
    <FieldGrid min={340}>
      <Card size="small" style={{ marginBottom: 16 }}>
        <Form layout="vertical" component="div">
          <Form.Item label={t('playground.entity')}>
            <Select
              aria-label={t('playground.entity')}
              showSearch={{ optionFilterProp: 'label' }}
              value={entity.key}
              options={usable.map((one) => ({ value: one.key, label: labelOf(one) }))}
              onChange={(key) => {
                setRecord(null)
                setSearch({ entity: key })
              }}
            />
          </Form.Item>
          <Form.Item label={t('playground.record')}>
            <RecordPicker key={entity.key} entity={entity.key} value={record} onChange={setRecord} />
          </Form.Item>
          <Form.Item
            label={t('playground.expression')}
            extra={<FunctionHelp onInsert={(put, back) => editor.current?.insert(put, back)} />}
          >
            <RuleEditor
              key={entity.key}
              label={t('playground.expression')}
              entity={entity.key}
              minRows={5}
              value={text}
              handle={editor}
              onChange={setText}
            />
          </Form.Item>
        </Form>
      </Card>
      <Card size="small" style={{ marginBottom: 16 }}>
        <RuleAnswer entity={entity.key} record={record} text={text} />
      </Card>
    </FieldGrid>
  )
}
