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
import { useCards } from './useCards'

/** Of a list column's width: a line has many columns, and what it says may wrap. */
const READ_SHARE = 0.5

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
  const fields = entity ? lineFields(entity.fields, parentField) : []
  const [measure, asCards] = useCards(
    fields.reduce((sum, column) => sum + kinds[column.kind].width * READ_SHARE, 0),
  )
  if (!entity) return null
  return (
    <div ref={measure} className={`${styles['scroll']} ${asCards ? styles['cards'] : ''}`}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th className={styles['number']}>#</th>
            {fields.map((column) => (
              <th
                key={column.key}
                data-numeric={isNumeric(column, kinds)}
                style={isNumeric(column, kinds) ? {} : { minWidth: kinds[column.kind].width * READ_SHARE }}
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
                <td
                  key={column.key}
                  data-numeric={isNumeric(column, kinds)}
                  data-kind={column.kind}
                  data-label={labelOf(column)}
                >
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
