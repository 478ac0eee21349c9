import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../shared/IconButton'
import type { TreeRow } from './useTreeRows'

const INDENT = 22

/** What stands before the title of a row in a tree: its depth, and the way to its children. */
export function TreeToggle({ row, title, onToggle }: { row: TreeRow; title: string; onToggle: () => void }) {
  const { t } = useTranslation()
  return (
    <span
      style={{
        display: 'inline-flex',
        flex: 'none',
        width: row.depth * INDENT + 26,
        justifyContent: 'flex-end',
      }}
    >
      {row.hasChildren && (
        <IconButton
          type="text"
          size="small"
          icon={row.isOpen ? <CaretDownOutlined /> : <CaretRightOutlined />}
          aria-expanded={row.isOpen}
          label={t(row.isOpen ? 'list.close_branch' : 'list.open_branch', { title })}
          onClick={onToggle}
        />
      )}
    </span>
  )
}
