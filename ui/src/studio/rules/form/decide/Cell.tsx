import { Flex, Select } from 'antd'
import type { Entity } from '../../../../api/types'
import { CELL_OPERATORS, type DecideCell } from '../../../../rules/parts'
import { useApprovalTexts } from '../../../approvals/approvalTexts'
import { FaultText } from '../../../controls/FaultText'
import { LiteralInput } from '../../../controls/LiteralInput'
import { withOperator } from './decisions'

interface CellProps {
  entity: Entity
  column: string
  cell: DecideCell
  names: string[]
  label: string
  onChange: (cell: DecideCell) => void
}

/** A comparison with what its column measures. */
export function Cell({ entity, column, cell, names, label, onChange }: CellProps) {
  const t = useApprovalTexts()
  const setValue = (at: number, value: string) =>
    onChange({ ...cell, values: cell.values.map((one, index) => (index === at ? value : one)) })
  return (
    <>
      <Flex gap={4}>
        <Select
          size="small"
          aria-label={label}
          popupMatchSelectWidth={false}
          style={{ width: cell.operator === 'any' ? '100%' : 64, flex: 'none' }}
          value={cell.operator}
          options={CELL_OPERATORS.map((operator) => ({
            value: operator,
            label: t(`decide.operator.${operator}`),
          }))}
          onChange={(operator) => onChange(withOperator(cell, operator))}
        />
        {cell.operator === 'in' ? (
          <LiteralInput.Many
            entity={entity}
            path={column}
            label={label}
            value={cell.values.filter((one) => one !== '')}
            onChange={(values) => onChange({ ...cell, values })}
          />
        ) : (
          cell.values.map((value, at) => (
            <LiteralInput
              key={at}
              entity={entity}
              path={column}
              label={label}
              value={value}
              onChange={(next) => setValue(at, next)}
            />
          ))
        )}
      </Flex>
      <FaultText names={names} />
    </>
  )
}
