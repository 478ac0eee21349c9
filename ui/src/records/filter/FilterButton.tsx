import { FilterOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { Drawer } from '../../shared/Drawer'
import { useIsNarrow } from '../../shared/media'
import { FilterPanel } from './FilterPanel'
import { useFilterTree } from './filterQueries'
import { countConditions } from './tree'

interface FilterButtonProps {
  entity: Entity
  text: string
  problem?: string | undefined
  onApply: (text: string) => void
}

export function FilterButton({ entity, text, problem, onApply }: FilterButtonProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const read = useFilterTree(entity.key, text)
  const count = read?.tree ? countConditions(read.tree) : text ? 1 : 0
  const label = count > 0 ? t('filter.title_n', { count }) : t('filter.title')
  const apply = (next: string) => {
    onApply(next)
    setOpen(false)
  }
  const panel = <FilterPanel key={text} entity={entity} text={text} problem={problem} onApply={apply} />
  const button = (
    <Button
      icon={<FilterOutlined />}
      {...(count > 0 ? { color: 'primary' as const, variant: 'filled' as const } : {})}
      onClick={() => setOpen(!isOpen)}
      aria-expanded={isOpen}
      aria-label={label}
    >
      {isNarrow ? count || null : label}
    </Button>
  )
  if (!isNarrow) {
    return (
      <Popover
        trigger="click"
        placement="bottomRight"
        open={isOpen}
        onOpenChange={setOpen}
        content={panel}
        destroyOnHidden
      >
        {button}
      </Popover>
    )
  }
  return (
    <>
      {button}
      <Drawer
        placement="bottom"
        size="large"
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('filter.title')}
        destroyOnHidden
      >
        {panel}
      </Drawer>
    </>
  )
}
