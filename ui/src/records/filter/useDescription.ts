import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { segmentsQuery, type Segment } from '../../api/segments'
import type { Entity, SchemaDocument } from '../../api/types'
import { useKinds, type Kinds } from '../../fields/kinds'
import { literalList, literalText, type Literal } from '../../fields/literal'
import { relativeLabel } from '../../fields/parts/DateFilter'
import { useLabel, type LabelOf } from '../../schema/labels'
import { resolvePath, useSchema, type PathStep } from '../../schema/useSchema'
import { findRelated, relatedRecords } from './collections'
import { operatorLabel } from './ConditionEditor'
import { normalised } from './normalise'
import { pathLabel } from './pathLabel'
import { needsValue, type Collection, type Condition, type FilterNode, type Group } from './tree'

interface Words {
  schema: SchemaDocument
  kinds: Kinds
  labelOf: LabelOf
  segments: Segment[]
  t: TFunction
}

/** Clauses in words of the screen's language. */
export function useDescription(entity: Entity): (node: FilterNode) => string {
  const { t } = useTranslation()
  const schema = useSchema()
  const kinds = useKinds()
  const labelOf = useLabel()
  const { data: segments = [] } = useQuery({ ...segmentsQuery(entity.key), enabled: false })
  const words = { schema, kinds, labelOf, segments, t }
  return (node) => describe(node, entity, words)
}

function describe(node: FilterNode, entity: Entity, words: Words): string {
  switch (node.type) {
    case 'text':
      return node.text
    case 'condition':
      return describeCondition(node, entity, words)
    case 'collection':
      return describeCollection(node, entity, words)
    case 'group':
      return describeGroup(node, entity, words)
  }
}

function describeGroup({ items, join, isNegated }: Group, entity: Entity, words: Words): string {
  const parts = items.map((item) => {
    const said = describe(item, entity, words)
    return item.type === 'group' && item.items.length > 1 && !item.isNegated ? `(${said})` : said
  })
  const inner = parts.join(` ${words.t(`filter.word_${join}`)} `)
  return isNegated ? words.t('builder.not', { inner }) : inner
}

function describeCondition(condition: Condition, entity: Entity, words: Words): string {
  const { t, labelOf } = words
  if (condition.operator.endsWith('in_segment')) {
    const key = literalList(condition.value).map(literalText).join()
    const name = words.segments.find((segment) => segment.key === key)?.name ?? key
    return `${operatorLabel(condition.operator, undefined, t)} ${name}`
  }
  const steps = resolvePath(words.schema, entity, condition.path)
  const last = steps?.at(-1)
  const shown = last ? normalised(condition, last.field, words.kinds) : condition
  const values = needsValue(shown.operator)
    ? literalList(shown.value).map((literal) => literalLabel(literal, last, labelOf, t))
    : []
  const path = steps ? pathLabel(steps, labelOf) : condition.path
  return [path, operatorLabel(shown.operator, last?.field.kind, t), values.join(', ')]
    .filter(Boolean)
    .join(' ')
}

function describeCollection(node: Collection, entity: Entity, words: Words): string {
  const { t, labelOf, schema } = words
  const found = findRelated(relatedRecords(schema, entity, labelOf), node.path)
  const inner = node.where && found ? describe(node.where, found.records.entity, words) : ''
  const field = found?.records.entity.fields.find(({ key }) => key === found.field)
  const said = {
    path: [found?.records.label ?? node.path, field && labelOf(field)].filter(Boolean).join(' › '),
    where: inner && t('builder.chip_where', { inner }),
    function: t(`builder.fn_${node.function}`),
    operator: node.operator ? operatorLabel(node.operator, undefined, t) : '',
    value: literalText(node.value ?? undefined),
  }
  const known = ['any', 'none', 'all', 'count'] as const
  const own = known.find((name) => name === node.function)
  return t(own ? `builder.chip_${own}` : 'builder.chip_of', said)
}

function literalLabel(literal: Literal, step: PathStep | undefined, labelOf: LabelOf, t: TFunction): string {
  if (literal.type === 'relative') return relativeLabel(literal.text, t)
  if (literal.type === 'boolean') return t(literal.value ? 'field.yes' : 'field.no')
  const text = literalText(literal)
  const option = step?.field.options?.[text]
  if (option) return labelOf(option, text)
  return literal.type === 'percent' ? `${text}%` : text
}
