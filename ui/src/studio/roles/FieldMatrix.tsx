import { Flex, Segmented, Select, Switch, Table } from 'antd'
import { useState } from 'react'
import type { Field } from '../../api/types'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { omit } from '../changes/order'
import type { RoleDocument, VeilDocument } from '../documents'
import { VeilDetails } from './VeilDetails'

const MASKABLE = new Set(['text', 'long_text', 'phone', 'email', 'url', 'auto_number'])

type Shows = 'shown' | 'masked' | 'hidden'
const SEES: Record<Shows, boolean | 'mask'> = { shown: true, masked: 'mask', hidden: false }

const showsOf = (veil: VeilDocument): Shows =>
  veil.see === false ? 'hidden' : veil.see === 'mask' ? 'masked' : 'shown'

interface FieldMatrixProps {
  role: RoleDocument
  onChange: (fields: NonNullable<RoleDocument['fields']>) => void
}

/** The fields of one entity: shown, masked or hidden, and whether they may be changed. */
export function FieldMatrix({ role, onChange }: FieldMatrixProps) {
  const t = useAccessTexts()
  const schema = useSchema()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const fields = role.fields ?? {}
  const [key, setKey] = useState(Object.keys(fields)[0] ?? null)
  const entity = key ? findEntity(schema, key) : undefined
  const veils = (key && fields[key]) || {}

  const set = (field: string, part: VeilDocument) => {
    if (!key) return
    const veil: VeilDocument = { ...veils[field], ...part }
    const isPlain = veil.see !== false && veil.see !== 'mask' && veil.edit !== false
    for (const name of ['mask', 'when'] as const) if (veil[name] === undefined) delete veil[name]
    if (veil.see !== 'mask') delete veil.mask
    const next = isPlain ? omit(veils, field) : { ...veils, [field]: veil }
    onChange(Object.keys(next).length ? { ...fields, [key]: next } : omit(fields, key))
  }
  const columns = [
    {
      title: t('roles.field'),
      key: 'field',
      render: (field: Field) => <bdi>{labelOf(field)}</bdi>,
    },
    {
      title: t('roles.see_field'),
      key: 'see',
      render: (field: Field) => (
        <Segmented<Shows>
          size="small"
          value={showsOf(veils[field.key] ?? {})}
          options={(['shown', 'masked', 'hidden'] as const)
            .filter((value) => value !== 'masked' || MASKABLE.has(field.kind))
            .map((value) => ({ value, label: t(`roles.${value}`) }))}
          onChange={(value) => set(field.key, { see: SEES[value] })}
          aria-label={`${t('roles.see_field')}: ${labelOf(field)}`}
        />
      ),
    },
    {
      title: t('roles.edit_field'),
      key: 'edit',
      render: (field: Field) => {
        const veil = veils[field.key] ?? {}
        const isKeptBack = showsOf(veil) !== 'shown'
        return (
          <Switch
            size="small"
            disabled={isKeptBack}
            checked={!isKeptBack && veil.edit !== false}
            onChange={(edit) => set(field.key, { edit })}
            aria-label={`${t('roles.edit_field')}: ${labelOf(field)}`}
          />
        )
      },
    },
    {
      key: 'more',
      render: (field: Field) => {
        const veil = veils[field.key]
        return veil && entity ? (
          <VeilDetails
            entity={entity}
            name={labelOf(field)}
            veil={veil}
            onChange={(part) => set(field.key, part)}
          />
        ) : null
      },
    },
  ]
  return (
    <Flex vertical gap={12}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        style={{ maxWidth: 320 }}
        value={key}
        placeholder={t('roles.choose_entity')}
        aria-label={t('roles.field_of')}
        options={schema.entities.map((each) => ({ value: each.key, label: pluralOf(each) }))}
        onChange={(value: string) => setKey(value)}
      />
      {entity && (
        <Table
          rowKey={(field) => field.key}
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={columns}
          dataSource={entity.fields.filter(({ system }) => !system)}
        />
      )}
    </Flex>
  )
}
