import { App, Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { useFilterTree, useFilterWriter } from './filterQueries'
import { changeAt } from './tree'
import { useDescription } from './useDescription'
import styles from './filter.module.css'

interface FilterChipsProps {
  entity: Entity
  text: string
  onChange: (text: string) => void
}

/** What narrows the list right now, each part removable by itself. */
export function FilterChips({ entity, text, onChange }: FilterChipsProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const describe = useDescription(entity)
  const write = useFilterWriter(entity.key)
  const tree = useFilterTree(entity.key, text)?.tree
  if (!text) return null
  const isPlain = tree?.join === 'and' && !tree.isNegated
  const parts = isPlain ? tree.items.map((item, at) => ({ item, path: [at] })) : []
  const chips = tree && parts.length > 0 ? parts : [{ item: tree, path: null }]

  const remove = (path: number[] | null) => {
    if (!tree || !path) return onChange('')
    write(changeAt(tree, path, () => null)).then(
      (written) => onChange(written.text),
      (error: unknown) => void message.error(errorText(error)),
    )
  }

  return (
    <div className={styles['chips']}>
      {chips.map(({ item, path }, position) => (
        <Tag
          key={position}
          closable={{ 'aria-label': t('filter.remove') }}
          onClose={(event) => {
            event.preventDefault()
            remove(path)
          }}
          style={{ maxWidth: 420, overflow: 'hidden', textOverflow: 'ellipsis', margin: 0 }}
        >
          {item ? describe(item) : text}
        </Tag>
      ))}
      <Button type="link" size="small" onClick={() => onChange('')}>
        {t('filter.clear')}
      </Button>
    </div>
  )
}
