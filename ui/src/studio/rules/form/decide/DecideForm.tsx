import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Segmented, Select } from 'antd'
import type { Entity } from '../../../../api/types'
import { usePathChoices } from '../../../../records/filter/usePathChoices'
import type { DecideParts } from '../../../../rules/parts'
import { FaultText } from '../../../controls/FaultText'
import { useApprovalTexts } from '../../../approvals/approvalTexts'
import { IconButton } from '../../../../shared/IconButton'
import { Cell } from './Cell'
import { ColumnHead } from './ColumnHead'
import {
  addColumn,
  addOtherwise,
  addRow,
  hasOtherwise,
  moveRow,
  removeColumn,
  removeRow,
  setCell,
  setColumn,
  setResult,
} from './decisions'
import { Result, type ResultChoices } from './Result'
import styles from './decide.module.css'

interface DecideFormProps {
  entity: Entity
  table: DecideParts
  /** What a column of results may list, where that is known: the branches of a fork. */
  choices?: ResultChoices
  onChange: (table: DecideParts) => void
}

/** A decision table as a grid: measures side by side, a row for each case, what follows on the right. */
export function DecideForm({ entity, table, choices, onChange }: DecideFormProps) {
  const t = useApprovalTexts()
  const paths = usePathChoices(entity)
  return (
    <>
      <Flex gap={8} align="center" wrap style={{ marginBottom: 8 }}>
        <Segmented<DecideParts['mode']>
          size="small"
          aria-label={t('decide.mode')}
          value={table.mode}
          options={[
            { value: 'first match', label: t('decide.first_match') },
            { value: 'collect', label: t('decide.collect') },
          ]}
          onChange={(mode) => onChange({ ...table, mode })}
        />
        <FaultText names={['name', 'mode', 'columns', 'text']} />
      </Flex>
      <div className={styles['table']}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column, at) => (
                <th key={at} scope="col">
                  <ColumnHead
                    entity={entity}
                    paths={paths}
                    column={column}
                    onChange={(next) => onChange(setColumn(table, at, next))}
                    onRemove={table.columns.length > 1 ? () => onChange(removeColumn(table, at)) : null}
                  />
                </th>
              ))}
              {table.results.map((result) => (
                <th key={result} scope="col" className={styles['result']}>
                  {t(`decide.result.${result}`, { defaultValue: result })}
                </th>
              ))}
              <th aria-label={t('decide.row_tools')} />
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, at) => (
              <tr key={at}>
                {row.cells === null ? (
                  <td colSpan={table.columns.length} className={styles['otherwise']}>
                    {t('decide.otherwise')}
                  </td>
                ) : (
                  row.cells.map((cell, column) => (
                    <td key={column}>
                      <Cell
                        entity={entity}
                        column={table.columns[column] ?? ''}
                        cell={cell}
                        names={[`rows/${at}/cells/${column}`]}
                        label={t('decide.cell', { row: at + 1, column: column + 1 })}
                        onChange={(next) => onChange(setCell(table, at, column, next))}
                      />
                    </td>
                  ))
                )}
                {row.results.map((result, column) => (
                  <td key={column} className={styles['result']}>
                    <Result
                      value={result}
                      choices={choices?.[table.results[column] ?? '']}
                      names={[`rows/${at}/results/${column}`]}
                      label={t('decide.result_of', { row: at + 1 })}
                      onChange={(next) => onChange(setResult(table, at, column, next))}
                    />
                  </td>
                ))}
                <td>
                  <RowTools table={table} at={at} onChange={onChange} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Flex gap={8} wrap style={{ marginBottom: 16 }}>
        <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => onChange(addRow(table))}>
          {t('decide.add_row')}
        </Button>
        {!hasOtherwise(table) && (
          <Button type="dashed" size="small" onClick={() => onChange(addOtherwise(table))}>
            {t('decide.add_otherwise')}
          </Button>
        )}
        <Select<string | null>
          size="small"
          style={{ minWidth: 180 }}
          aria-label={t('decide.add_column')}
          placeholder={t('decide.add_column')}
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          options={paths}
          onChange={(column) => column && onChange(addColumn(table, column))}
        />
      </Flex>
    </>
  )
}

interface RowToolsProps {
  table: DecideParts
  at: number
  onChange: (table: DecideParts) => void
}

function RowTools({ table, at, onChange }: RowToolsProps) {
  const t = useApprovalTexts()
  const isMovable = table.rows[at]?.cells !== null
  return (
    <Flex gap={0}>
      {isMovable && at > 0 && (
        <IconButton
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          label={t('decide.row_up', { row: at + 1 })}
          onClick={() => onChange(moveRow(table, at, -1))}
        />
      )}
      {isMovable && table.rows[at + 1]?.cells && (
        <IconButton
          type="text"
          size="small"
          icon={<ArrowDownOutlined />}
          label={t('decide.row_down', { row: at + 1 })}
          onClick={() => onChange(moveRow(table, at, 1))}
        />
      )}
      <IconButton
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        label={t('decide.remove_row', { row: at + 1 })}
        onClick={() => onChange(removeRow(table, at))}
      />
    </Flex>
  )
}
