import { PlusOutlined } from '@ant-design/icons'
import { Button, Card, Empty, Flex, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { FieldDrawer } from '../fields/FieldDrawer'
import { KindIcon } from '../fields/KindGallery'
import { entityPath } from '../paths'
import { useTexts } from '../texts'
import type { EntityTabProps } from './entityTab'

/** The tables inside of a record, and the way to their columns. */
export function LinesTab({ entity, stored }: EntityTabProps) {
  const t = useTexts()
  const [isAdding, setAdding] = useState(false)
  const tables = entity.fields.filter(({ kind }) => kind === 'children')
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('lines.add')}
    </Button>
  )
  return (
    <>
      {entity.line_of && <ParentHint parent={entity.line_of.entity} />}
      {tables.length === 0 ? (
        <Empty description={t('lines.empty')}>{add}</Empty>
      ) : (
        <Flex vertical gap={12} align="flex-start">
          {tables.map((field) => (
            <TableCard key={field.key} field={field} />
          ))}
          {add}
        </Flex>
      )}
      {isAdding && (
        <FieldDrawer entity={entity} stored={stored} kind="children" onClose={() => setAdding(false)} />
      )}
    </>
  )
}

function ParentHint({ parent }: { parent: string }) {
  const t = useTexts()
  const labelOf = useLabel()
  const entity = useEntity(parent)
  return (
    <Typography.Paragraph type="secondary">
      {t('lines.belongs_to')} <Link to={entityPath(parent)}>{labelOf(entity, parent)}</Link>
    </Typography.Paragraph>
  )
}

function TableCard({ field }: { field: Field }) {
  const t = useTexts()
  const labelOf = useLabel()
  const lines = useEntity(field.target)
  const columns = (lines?.fields ?? []).filter(({ system, key }) => !system && key !== field.parent_field)
  return (
    <Card
      size="small"
      style={{ width: '100%' }}
      title={labelOf(field)}
      extra={lines && <Link to={entityPath(lines.key)}>{t('lines.edit_columns')}</Link>}
    >
      <Flex gap="8px 20px" wrap>
        {columns.map((column) => (
          <Flex key={column.key} gap={6} align="center">
            <KindIcon kind={column.kind} />
            {labelOf(column)}
          </Flex>
        ))}
      </Flex>
    </Card>
  )
}
