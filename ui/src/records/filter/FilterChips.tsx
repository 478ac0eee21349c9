import { Button, Tag } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { literalList, literalText, type Literal } from '../../fields/literal'
import { relativeLabel } from '../../fields/parts/DateFilter'
import { useLabel, type LabelOf } from '../../schema/labels'
import { resolvePath, useSchema, type PathStep } from '../../schema/useSchema'
import { normalised } from './normalise'
import { parseFilter } from './parse'
import { pathLabel } from './pathLabel'
import { printFilter } from './print'
import { changeAt, needsValue, type Condition, type FilterNode } from './tree'
import styles from './filter.module.css'

interface FilterChipsProps {
  entity: Entity
  text: string
  onChange: (text: string) => void
}

/** What narrows the list right now, each part removable by itself. */
export function FilterChips({ entity, text, onChange }: FilterChipsProps) {
  const { t } = useTranslation()
  const describe = useDescription(entity)
  const tree = parseFilter(text)
  if (!text) return null
  const parts = tree?.join === 'and' ? tree.items.map((item, at) => ({ item, path: [at] })) : []
  const chips = tree && parts.length > 0 ? parts : [{ item: tree, path: null }]

  return (
    <div className={styles['chips']}>
      {chips.map(({ item, path }, position) => (
        <Tag
          key={position}
          closable={{ 'aria-label': t('filter.remove') }}
          onClose={(event) => {
            event.preventDefault()
            onChange(tree && path ? printFilter(changeAt(tree, path, () => null)) : '')
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

function useDescription(entity: Entity): (node: FilterNode) => string {
  const { t } = useTranslation()
  const schema = useSchema()
  const kinds = useKinds()
  const labelOf = useLabel()

  const describeCondition = (condition: Condition): string => {
    const steps = resolvePath(schema, entity, condition.path)
    const last = steps?.at(-1)
    if (!steps || !last) return printFilter(condition)
    const shown = normalised(condition, last.field, kinds)
    const values = needsValue(shown.operator)
      ? literalList(shown.value).map((literal) => literalLabel(literal, last, labelOf, t))
      : []
    return [pathLabel(steps, labelOf), t(`filter.op_${shown.operator}`), values.join(', ')]
      .filter(Boolean)
      .join(' ')
  }
  const describe = (node: FilterNode): string =>
    node.type === 'condition'
      ? describeCondition(node)
      : node.items.map(describe).join(` ${t(`filter.word_${node.join}`)} `)
  return describe
}

function literalLabel(literal: Literal, { field }: PathStep, labelOf: LabelOf, t: TFunction): string {
  if (literal.type === 'relative') return relativeLabel(literal.text, t)
  if (literal.type === 'boolean') return t(literal.value ? 'field.yes' : 'field.no')
  const text = literalText(literal)
  if (field.options?.[text]) return labelOf(field.options[text], text)
  return literal.type === 'percent' ? `${text}%` : text
}
