import { CloseOutlined } from '@ant-design/icons'
import { Flex, Input, Select } from 'antd'
import type { Entity } from '../../../../api/types'
import type { PathGroup } from '../../../../records/filter/usePathChoices'
import { useSchema, resolvePath } from '../../../../schema/useSchema'
import { useApprovalTexts } from '../../../approvals/approvalTexts'
import { IconButton } from '../../../../shared/IconButton'

interface ColumnHeadProps {
  entity: Entity
  paths: PathGroup[]
  column: string
  onChange: (column: string) => void
  onRemove: (() => void) | null
}

/** What a column measures: a field, or anything that the rule language can say. */
export function ColumnHead({ entity, paths, column, onChange, onRemove }: ColumnHeadProps) {
  const t = useApprovalTexts()
  const isField = resolvePath(useSchema(), entity, column) !== undefined
  return (
    <Flex gap={2} align="center">
      {isField ? (
        <Select
          size="small"
          variant="borderless"
          style={{ flex: 1, minWidth: 0 }}
          aria-label={t('decide.column')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={column}
          options={paths}
          onChange={onChange}
        />
      ) : (
        <Input
          size="small"
          variant="borderless"
          aria-label={t('decide.column')}
          value={column}
          style={{ fontFamily: 'var(--ant-font-family-code)', fontSize: 12 }}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {onRemove && (
        <IconButton
          type="text"
          size="small"
          icon={<CloseOutlined />}
          label={t('decide.remove_column')}
          onClick={onRemove}
        />
      )}
    </Flex>
  )
}
