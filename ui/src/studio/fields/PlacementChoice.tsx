import { Checkbox, Flex, Typography } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useTexts } from '../texts'

interface PlacementChoiceProps {
  entity: Entity
  layouts: readonly string[]
  views: readonly string[]
  /** Not everything fits into a column of a list. */
  isListed: boolean
  onChange: (chosen: { layouts: string[]; views: string[] }) => void
}

/** Where a new field appears at once. */
export function PlacementChoice({ entity, layouts, views, isListed, onChange }: PlacementChoiceProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const forms = entity.layouts.map((layout) => ({ value: layout.key, label: labelOf(layout) }))
  const lists = entity.views.map((view) => ({ value: view.key, label: labelOf(view) }))
  return (
    <section aria-label={t('placement.title')}>
      <Typography.Text strong>{t('placement.title')}</Typography.Text>
      <Flex vertical gap={8} style={{ marginTop: 8 }}>
        {forms.length > 0 && (
          <Row
            name={t('placement.forms')}
            options={forms}
            value={layouts}
            onChange={(next) => onChange({ layouts: next, views: [...views] })}
          />
        )}
        {isListed && lists.length > 0 && (
          <Row
            name={t('placement.lists')}
            options={lists}
            value={views}
            onChange={(next) => onChange({ layouts: [...layouts], views: next })}
          />
        )}
        {isListed && <Typography.Text type="secondary">{t('placement.filter')}</Typography.Text>}
      </Flex>
    </section>
  )
}

interface RowProps {
  name: string
  options: { value: string; label: string }[]
  value: readonly string[]
  onChange: (value: string[]) => void
}

function Row({ name, options, value, onChange }: RowProps) {
  return (
    <Flex gap={12} wrap align="baseline">
      <Typography.Text style={{ minWidth: 72 }}>{name}</Typography.Text>
      <Checkbox.Group aria-label={name} options={options} value={[...value]} onChange={onChange} />
    </Flex>
  )
}
