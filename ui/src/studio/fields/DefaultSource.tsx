import { TreeSelect } from 'antd'
import { useMemo } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import type { FieldDocument } from '../documents'
import { useTexts } from '../texts'
import { defaultSources } from './defaultSources'

interface DefaultSourceProps {
  entity: Entity
  document: FieldDocument
  onChange: (text: string | undefined) => void
}

/** Chooses a value of a record that is chosen in another field; the rule above says the same as text. */
export function DefaultSource({ entity, document, onChange }: DefaultSourceProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const nodes = useMemo(
    () => defaultSources(schema, entity, document, labelOf),
    [schema, entity, document, labelOf],
  )
  if (nodes.length === 0) return null
  const paths = nodes.flatMap(({ children = [] }) => children.map(({ value }) => value))
  return (
    <TreeSelect<string | null>
      aria-label={t('field.default_from')}
      style={{ width: '100%', marginBlockStart: 8 }}
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear
      treeDefaultExpandAll
      placeholder={t('field.default_from')}
      value={paths.find((path) => path === document.default?.trim()) ?? null}
      treeData={nodes}
      popupMatchSelectWidth={false}
      onChange={(path: string | null | undefined) => onChange(path ?? undefined)}
    />
  )
}
