import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Select } from 'antd'
import type { Entity, Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { nextOrder, omit } from '../changes/order'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import type { Keyed } from '../documents'
import type { MappedLines } from '../processDocuments'
import { findFieldNamed } from '../lookup'
import { useConversionTexts } from './conversionTexts'
import { FieldMappings } from './FieldMappings'
import { proposedMapping, type Origin } from './mapping'
import styles from './conversions.module.css'

interface LineMappingsProps {
  path: string
  source: Entity
  made: Entity
  lines: Keyed<MappedLines> | undefined
  onChange: (lines: Keyed<MappedLines>) => void
}

const tables = (entity: Entity) => entity.fields.filter(({ kind }) => kind === 'children')
const originOf = (entity: Entity): Origin => ({ entity, made: [], isLine: true })

/** Line items of the source that become line items of the new record. */
export function LineMappings({ path, source, made, lines = {}, onChange }: LineMappingsProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const from = tables(source)
  const left = tables(made).filter(({ key }) => !(key in lines))
  const add = (field: Field) => {
    const taken = from.find(({ key }) => key === field.key) ?? from[0]
    const [origin, into] = [findEntity(schema, taken?.target), findEntity(schema, field.target)]
    if (!taken || !origin || !into) return
    const fields = proposedMapping(into, originOf(origin), field.parent_field)
    onChange({ ...lines, [field.key]: { from: taken.key, fields, order: nextOrder(lines) } })
  }
  return (
    <>
      {orderedEntries(lines).map(([key, mapped]) => (
        <Lines
          key={key}
          path={`${path}/${key}`}
          source={source}
          field={findFieldNamed(made, key)}
          lines={mapped}
          onChange={(changed) => onChange({ ...lines, [key]: changed })}
          onRemove={() => onChange(omit(lines, key))}
        />
      ))}
      {from.length > 0 && left.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: left.map((field) => ({ key: field.key, label: labelOf(field) })),
            onClick: ({ key }) => {
              const field = left.find((each) => each.key === key)
              if (field) add(field)
            },
          }}
        >
          <Button size="small" type="dashed" icon={<PlusOutlined />}>
            {t('map_lines')}
          </Button>
        </Dropdown>
      )}
    </>
  )
}

interface LinesProps {
  path: string
  source: Entity
  field: Field | undefined
  lines: MappedLines
  onChange: (lines: MappedLines) => void
  onRemove: () => void
}

function Lines({ path, source, field, lines, onChange, onRemove }: LinesProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const origin = findEntity(schema, findFieldNamed(source, lines.from)?.target)
  const into = findEntity(schema, field?.target)
  const name = labelOf(field, '')
  const setWhere = (where: string | undefined) => {
    const { where: _, ...rest } = lines
    onChange(where ? { ...rest, where } : rest)
  }
  return (
    <section className={styles['lines']} aria-label={t('lines_of', { field: name })}>
      <header>
        <strong dir="auto">{t('lines_of', { field: name })}</strong>
        <IconButton
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          label={t('do_not_map', { field: name })}
          onClick={onRemove}
        />
      </header>
      <Control names={[`${path}/from`]} label={t('lines_from')}>
        {(aria) => (
          <Select
            {...aria}
            value={lines.from}
            options={tables(source).map((table) => ({ value: table.key, label: labelOf(table) }))}
            onChange={(from) => onChange({ ...lines, from })}
          />
        )}
      </Control>
      {origin && into && (
        <>
          <Control names={[`${path}/where`]} label={t('lines_where')} help={t('lines_where_help')} isRule>
            {(aria) => (
              <ConditionInput entity={origin.key} aria={aria} value={lines.where} onChange={setWhere} />
            )}
          </Control>
          <FieldMappings
            path={`${path}/fields`}
            made={into}
            origin={originOf(origin)}
            parentField={field?.parent_field}
            fields={lines.fields}
            onChange={(fields) => onChange({ ...lines, fields })}
          />
        </>
      )}
    </section>
  )
}
