import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Select } from 'antd'
import type { Entity, Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { nextOrder, omit } from '../changes/order'
import { Control } from '../controls/Control'
import type { Keyed } from '../documents'
import type { MappedValue } from '../processDocuments'
import { findFieldNamed } from '../lookup'
import { useConversionTexts } from './conversionTexts'
import {
  emptyValue,
  extending,
  isOfSeveral,
  keepExtending,
  mappableFields,
  missingFields,
  proposedValue,
  wayOf,
  waysFor,
  type Origin,
  type Way,
} from './mapping'
import { ValueInput } from './ValueInput'
import styles from './conversions.module.css'

interface FieldMappingsProps {
  /** Where the mapping stands in the document. */
  path: string
  made: Entity
  origin: Origin
  /** The field that ties line items to their record. */
  parentField?: string | undefined
  /** Whether a record that exists may be taken instead of a new one. */
  mayExist?: boolean
  fields: Keyed<MappedValue>
  onChange: (fields: Keyed<MappedValue>) => void
}

/** The fields of a new record, each with where its value comes from. */
export function FieldMappings(props: FieldMappingsProps) {
  const { path, made, origin, parentField, mayExist, fields, onChange } = props
  const t = useConversionTexts()
  const labelOf = useLabel()
  const offered = mappableFields(made, parentField)
  const left = offered.filter(({ key }) => !(key in fields))
  const add = (field: Field) => {
    const value = proposedValue(field, made, origin) ?? emptyValue('copy')
    onChange({ ...fields, [field.key]: { ...value, order: nextOrder(fields) } })
  }
  return (
    <>
      <ul className={styles['rows']}>
        {orderedEntries(fields).map(([key, value]) => (
          <MappingRow
            key={key}
            path={`${path}/${key}`}
            name={labelOf(findFieldNamed(made, key), key)}
            field={findFieldNamed(made, key)}
            made={made}
            origin={origin}
            canExtend={mayExist === true}
            value={value}
            onChange={(changed) =>
              onChange({
                ...fields,
                [key]: { ...changed, ...(value.order === undefined ? {} : { order: value.order }) },
              })
            }
            onRemove={() => onChange(omit(fields, key))}
          />
        ))}
      </ul>
      <Missing fields={missingFields(offered, fields)} onAdd={add} />
      <Select<string | null>
        size="small"
        className={styles['add'] ?? ''}
        aria-label={t('map_field_of', { entity: labelOf(made) })}
        placeholder={t('map_field')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={left.map((field) => ({ value: field.key, label: labelOf(field) }))}
        onChange={(key) => {
          const field = left.find((each) => each.key === key)
          if (field) add(field)
        }}
      />
    </>
  )
}

interface MappingRowProps {
  path: string
  name: string
  field: Field | undefined
  made: Entity
  origin: Origin
  canExtend: boolean
  value: MappedValue
  onChange: (value: MappedValue) => void
  onRemove: () => void
}

function MappingRow(props: MappingRowProps) {
  const { path, name, field, made, origin, canExtend, value, onChange, onRemove } = props
  const t = useConversionTexts()
  const way = wayOf(value)
  const ways = field ? [...new Set([...waysFor(field, made, origin), way])] : [way]
  return (
    <li>
      <Control
        names={[path]}
        label={<span dir="auto">{name}</span>}
        required={field?.required ?? false}
        isRule={way === 'value'}
        className={styles['row'] ?? ''}
      >
        {(aria) => (
          <div className={styles['value']}>
            <Select<Way>
              className={styles['way'] ?? ''}
              aria-label={t('way_of', { field: name })}
              value={way}
              options={ways.map((each) => ({ value: each, label: t(`way.${each}`) }))}
              onChange={(next) => onChange(keepExtending(value, emptyValue(next)))}
            />
            {field && (
              <ValueInput
                aria={aria}
                field={field}
                made={made}
                origin={origin}
                value={value}
                onChange={(next) => onChange(keepExtending(value, next))}
              />
            )}
            {canExtend && field && isOfSeveral(field) && (
              <Checkbox
                checked={value.extend === true}
                onChange={({ target }) => onChange(extending(value, target.checked))}
              >
                {t('extend')}
              </Checkbox>
            )}
            <IconButton
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              label={t('do_not_map', { field: name })}
              onClick={onRemove}
            />
          </div>
        )}
      </Control>
    </li>
  )
}

/** What has to be filled and is not mapped: whoever converts would be asked for it. */
function Missing({ fields, onAdd }: { fields: Field[]; onAdd: (field: Field) => void }) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  if (fields.length === 0) return null
  return (
    <p className={styles['missing']}>
      {t('missing')}{' '}
      {fields.map((field) => (
        <Button
          key={field.key}
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onAdd(field)}
        >
          {labelOf(field)}
        </Button>
      ))}
    </p>
  )
}
