import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../../schema/labels'
import { Control } from '../../controls/Control'
import { LabelsInput } from '../../controls/LabelsInput'
import { DragHandle, SortableItem, SortableList } from '../../controls/SortableList'
import { choicesOf, movedRow, newRow, rowKeys, rowsOf, type ChoiceRow } from '../../changes/choices'
import { useTexts } from '../../texts'
import { IconButton } from '../../../shared/IconButton'
import { ColorSelect } from './ColorSelect'
import type { OptionsProps } from './types'
import styles from './ChoiceOptions.module.css'

/** The options of a choice: labels in both languages, colour, order by dragging, and a key that never changes. */
export function ChoiceOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const [rows, setRows] = useState<ChoiceRow[]>(() => rowsOf(document.options))
  const keys = rowKeys(rows)
  const change = (next: ChoiceRow[]) => {
    setRows(next)
    onChange({ options: choicesOf(next) })
  }
  const update = (id: string, part: Partial<ChoiceRow>) =>
    change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))

  return (
    <Control names={['options']} label={t('option.options')} help={t('option.options_help')} required>
      {() => (
        <div>
          <SortableList
            keys={rows.map(({ id }) => id)}
            onMove={(id, index) => change(movedRow(rows, id, index))}
          >
            {rows.map((row, index) => (
              <SortableItem
                key={row.id}
                id={row.id}
                name={labelOf(row, String(index + 1))}
                className={styles['row']}
              >
                <DragHandle />
                <ColorSelect value={row.color} onChange={(color) => update(row.id, { color })} />
                <LabelsInput
                  compact
                  name={t('option.option_number', { number: index + 1 })}
                  value={row.label}
                  autoFocus={!row.isStored && index === rows.length - 1 && rows.length > 1}
                  onChange={(label) => update(row.id, { label })}
                />
                <Input
                  className={styles['key']}
                  aria-label={t('option.option_key', { number: index + 1 })}
                  title={t(row.isStored ? 'option.key_fixed' : 'controls.key')}
                  value={keys[index] ?? ''}
                  disabled={row.isStored}
                  spellCheck={false}
                  onChange={({ target }) => update(row.id, { key: target.value.trim() || null })}
                />
                <IconButton
                  type="text"
                  icon={<DeleteOutlined />}
                  label={t('option.remove_option', { number: index + 1 })}
                  onClick={() => change(rows.filter(({ id }) => id !== row.id))}
                />
              </SortableItem>
            ))}
          </SortableList>
          <Button type="dashed" block icon={<PlusOutlined />} onClick={() => setRows([...rows, newRow()])}>
            {t('option.add_option')}
          </Button>
        </div>
      )}
    </Control>
  )
}
