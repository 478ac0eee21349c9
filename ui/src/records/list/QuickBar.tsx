import { DownOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useLabel } from '../../schema/labels'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { pathLabel } from '../filter/pathLabel'
import { useDescription } from '../filter/useDescription'
import { QuickFilter } from './QuickFilter'
import type { ListData } from './useListData'
import styles from './list.module.css'

/** The fields that a view offers to filter by, one click away. */
export function QuickBar({ data }: { data: ListData }) {
  const schema = useSchema()
  const labelOf = useLabel()
  const describe = useDescription(data.entity)
  const fields = (data.view?.quick_filters ?? []).flatMap((path) => {
    const steps = resolvePath(schema, data.entity, path)
    const last = steps?.at(-1)
    return steps && last ? [{ path, steps, field: last.field, entity: last.entity.key }] : []
  })
  if (fields.length === 0 || data.state.isBin) return null
  return (
    <div className={styles['quickBar']}>
      {fields.map((column) => {
        const label = pathLabel(column.steps, labelOf)
        return (
          <QuickFilter
            key={column.path}
            data={data}
            column={column}
            label={label}
            renderTrigger={(present) => (
              <Button
                size="small"
                {...(present ? { color: 'primary' as const, variant: 'filled' as const } : {})}
              >
                {present ? describe(present) : label} <DownOutlined />
              </Button>
            )}
          />
        )
      })}
    </div>
  )
}
