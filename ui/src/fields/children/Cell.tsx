import { useTranslation } from 'react-i18next'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { isNumeric } from '../alignment'
import { FieldCell } from '../FieldCell'
import { useKinds } from '../kinds'
import { Blank } from '../parts/Blank'
import type { CellProps } from '../types'
import { lineFields, lineKey, toLines } from './lines'
import styles from './lines.module.css'

export function ChildrenCell({ field, value, inline }: CellProps) {
  const { t } = useTranslation()
  const lines = toLines(value)
  if (lines.length === 0) return <Blank inline={inline} />
  if (inline) return <span>{t('field.line_count', { count: lines.length })}</span>
  return <LineTable target={field.target} parentField={field.parent_field} lines={lines} />
}

interface LineTableProps {
  target: string | undefined
  parentField: string | undefined
  lines: ReturnType<typeof toLines>
}

function LineTable({ target, parentField, lines }: LineTableProps) {
  const entity = useEntity(target)
  const labelOf = useLabel()
  const kinds = useKinds()
  if (!entity) return null
  const fields = lineFields(entity.fields, parentField)
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th className={styles['number']}>#</th>
            {fields.map((column) => (
              <th
                key={column.key}
                data-numeric={isNumeric(column, kinds)}
                style={{ minWidth: kinds[column.kind].width * 0.7 }}
              >
                {labelOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, position) => (
            <tr key={lineKey(line, position)}>
              <td className={styles['number']}>{position + 1}</td>
              {fields.map((column) => (
                <td key={column.key} data-numeric={isNumeric(column, kinds)}>
                  <FieldCell field={column} value={line[column.key]} entity={entity.key} inline />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
