import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Input, Select } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { useTexts } from '../texts'
import { IconButton } from '../../shared/IconButton'
import {
  evaluateTable,
  FIELD_TYPES,
  isError,
  resultText,
  type Result,
  type Table,
  type TableField,
} from './table'
import styles from './Playground.module.css'

const START: Table = {
  expression: 'IF(a > b, a - b, 0)',
  fields: [
    { name: 'a', type: 'number' },
    { name: 'b', type: 'number' },
  ],
  rows: [
    ['5', '3'],
    ['', '2'],
  ],
  blanks: 'blank',
  backend: 'python',
}

/** An expression over given values, computed by either back end and with either meaning of blanks. */
export function EvaluateTable() {
  const t = useTexts()
  const [table, setTable] = useState(START)
  const { mutate, data, error, isPending } = useMutation({ mutationFn: evaluateTable })
  const set = (part: Partial<Table>) => setTable((before) => ({ ...before, ...part }))
  return (
    <Card size="small">
      <Input.TextArea
        aria-label={t('playground.expression')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        spellCheck={false}
        style={{ fontFamily: 'var(--ant-font-family-code)', marginBottom: 12 }}
        value={table.expression}
        onChange={({ target }) => set({ expression: target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) mutate(table)
        }}
      />
      <div className={styles['scroll']}>
        <ValueTable table={table} results={data?.results} onChange={set} />
      </div>
      <Flex gap={8} wrap align="center" style={{ marginTop: 12 }}>
        <Button icon={<PlusOutlined />} onClick={() => set({ rows: [...table.rows, []] })}>
          {t('playground.add_row')}
        </Button>
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            set({ fields: [...table.fields, { name: `field_${table.fields.length + 1}`, type: 'number' }] })
          }
        >
          {t('playground.add_field')}
        </Button>
        <Select
          aria-label={t('playground.blanks')}
          value={table.blanks}
          options={(['blank', 'zero'] as const).map((value) => ({
            value,
            label: t(`playground.blanks_${value}`),
          }))}
          onChange={(blanks) => set({ blanks })}
        />
        <Select
          aria-label={t('playground.backend')}
          value={table.backend}
          options={[
            { value: 'python', label: 'Python' },
            { value: 'sql', label: 'SQL' },
          ]}
          onChange={(backend) => set({ backend })}
        />
        <Button type="primary" loading={isPending} onClick={() => mutate(table)}>
          {t('playground.evaluate')}
        </Button>
      </Flex>
      {error && <Alert type="error" showIcon style={{ marginTop: 12 }} title={errorText(error)} />}
    </Card>
  )
}

interface ValueTableProps {
  table: Table
  results: Result[] | undefined
  onChange: (part: Partial<Table>) => void
}

function ValueTable({ table, results, onChange }: ValueTableProps) {
  const t = useTexts()
  const { fields, rows } = table
  const setField = (at: number, part: Partial<TableField>) =>
    onChange({ fields: fields.map((field, index) => (index === at ? { ...field, ...part } : field)) })
  const setCell = (row: number, at: number, text: string) =>
    onChange({
      rows: rows.map((cells, index) =>
        index === row ? fields.map((_field, cell) => (cell === at ? text : (cells[cell] ?? ''))) : cells,
      ),
    })
  const removeField = (at: number) =>
    onChange({
      fields: fields.filter((_field, index) => index !== at),
      rows: rows.map((cells) => cells.filter((_cell, index) => index !== at)),
    })
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {fields.map((field, at) => (
            <th key={at} scope="col">
              <Flex gap={2}>
                <Input
                  aria-label={t('playground.name')}
                  value={field.name}
                  onChange={({ target }) => setField(at, { name: target.value })}
                />
                <IconButton
                  type="text"
                  icon={<DeleteOutlined />}
                  label={t('playground.remove_field', { name: field.name })}
                  onClick={() => removeField(at)}
                />
              </Flex>
              <Select
                size="small"
                variant="borderless"
                aria-label={t('playground.type')}
                value={field.type}
                options={FIELD_TYPES.map((type) => ({ value: type, label: t(`playground.types.${type}`) }))}
                onChange={(type) => setField(at, { type })}
              />
            </th>
          ))}
          <th scope="col">{t('playground.result')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {fields.map((field, at) => (
              <td key={at}>
                <Input
                  aria-label={`${field.name} ${row + 1}`}
                  value={cells[at] ?? ''}
                  onChange={({ target }) => setCell(row, at, target.value)}
                />
              </td>
            ))}
            <td className={styles['result']} data-error={isError(results?.[row])}>
              <span className={isError(results?.[row]) ? styles['error'] : undefined}>
                {resultText(results?.[row] ?? null)}
              </span>
            </td>
            <td>
              <IconButton
                type="text"
                icon={<DeleteOutlined />}
                label={t('playground.remove_row', { number: row + 1 })}
                onClick={() => onChange({ rows: rows.filter((_cells, index) => index !== row) })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
