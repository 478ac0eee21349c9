import {
  DeleteOutlined,
  PlusOutlined,
  SortAscendingOutlined,
  SortDescendingOutlined,
} from '@ant-design/icons'
import { Button, Flex, Select } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { readSort, writeSort, type SortTerm } from '../changes/sorting'
import { Control } from '../controls/Control'
import { pathLabel } from '../lookup'
import { useTexts } from '../texts'
import { IconButton } from '../../shared/IconButton'

interface SortEditorProps {
  entity: Entity
  sort: string | undefined
  onChange: (sort: string | undefined) => void
}

/** First by this, then by that. */
export function SortEditor({ entity, sort, onChange }: SortEditorProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const terms = readSort(sort)
  const used = new Set(terms.map(({ path }) => path))
  const sortable = entity.fields.filter((field) => field.sortable)
  const free = sortable.filter(({ key }) => !used.has(key))
  const write = (next: SortTerm[]) => onChange(writeSort(next))
  const replace = (index: number, term: SortTerm) => write(terms.with(index, term))

  return (
    <Control names={['sort']} label={t('views.sort')}>
      {() => (
        <Flex vertical gap={6} align="flex-start">
          {terms.map((term, index) => (
            <Flex key={term.path} gap={6} style={{ width: '100%' }}>
              <Select
                style={{ flex: 1 }}
                aria-label={t('views.sort_number', { number: index + 1 })}
                value={term.path}
                options={[
                  { value: term.path, label: pathLabel(schema, entity, term.path, labelOf) },
                  ...free.map((field) => ({ value: field.key, label: labelOf(field) })),
                ]}
                onChange={(path) => replace(index, { ...term, path })}
              />
              <IconButton
                icon={term.isDescending ? <SortDescendingOutlined /> : <SortAscendingOutlined />}
                label={t(term.isDescending ? 'views.descending' : 'views.ascending')}
                onClick={() => replace(index, { ...term, isDescending: !term.isDescending })}
              />
              <IconButton
                type="text"
                icon={<DeleteOutlined />}
                label={t('views.sort_remove', { number: index + 1 })}
                onClick={() => write(terms.toSpliced(index, 1))}
              />
            </Flex>
          ))}
          <Button
            size="small"
            type="dashed"
            icon={<PlusOutlined />}
            disabled={free.length === 0}
            onClick={() => write([...terms, { path: free[0]?.key ?? 'id', isDescending: false }])}
          >
            {t('views.sort_add')}
          </Button>
        </Flex>
      )}
    </Control>
  )
}
