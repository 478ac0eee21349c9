import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { translate, useLabel } from '../../schema/labels'
import { currentLanguage } from '../../i18n'
import { findEntity, useSchema } from '../../schema/useSchema'
import type { SchemaDocument } from '../../api/types'
import type { Translated } from '../../api/values'
import type { LabelOf } from '../../schema/labels'
import type { VersionChange } from '../api/types'
import { componentName, findFieldNamed } from '../lookup'
import { pathText, valueText } from '../save/describe'
import { useTexts, type Texts } from '../texts'
import { differenceOf, foldMoves, isOrder, type Difference } from './differences'
import { useComponentNames } from './useComponentNames'
import { useRoleWords, type Words } from './useRoleWords'
import styles from './Versions.module.css'

function partName({ kind, key, part, label }: Difference, schema: SchemaDocument, labelOf: LabelOf): string {
  if (part === null) return ''
  if (label) return translate(label, part, currentLanguage())
  const entity = findEntity(schema, kind === 'menu' ? part : key.split('.')[0])
  return kind === 'menu' ? labelOf(entity, part) : labelOf(findFieldNamed(entity, part), part)
}

interface SentenceProps {
  difference: Difference
  /** The label of a component that is no part of the schema. */
  component: Translated | undefined
}

function Sentence({ difference, component }: SentenceProps): ReactNode {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const role = useRoleWords()
  const { verb, thing, kind, attribute } = difference
  const place = component
    ? labelOf({ label: component })
    : componentName(kind, difference.key, schema, labelOf)
  const name = partName(difference, schema, labelOf) || labelOf({ label: difference.label }, place)
  if (verb === 'renamed') return t('difference.renamed', { name, ...values(difference, t) })
  if (verb !== 'changed') return t(`difference.${verb}.${thing}`, { name, place })
  const subject = difference.part === null ? t(`difference.kind.${kind}`, { name }) : `${name} (${place})`
  const words = kind === 'role' && ROLE_PARTS.has(attribute[0] ?? '') ? role : plain(t)
  const { from, to } = difference
  return (
    <>
      {subject}: {words.path(attribute)}{' '}
      <Values from={words.value(attribute, from)} to={words.value(attribute, to)} />
    </>
  )
}

const ROLE_PARTS = new Set(['entities', 'fields'])

const plain = (t: Texts): Words => ({
  path: (attribute) => pathText(attribute, t),
  value: (_attribute, value) => valueText(value, t),
})

function values({ from, to }: Difference, t: Texts) {
  return { from: valueText(from, t), to: valueText(to, t) }
}

function Values({ from, to }: { from: string; to: string }) {
  return (
    <>
      <Typography.Text delete type="secondary" className={styles['value']}>
        {from}
      </Typography.Text>{' '}
      → <Typography.Text className={styles['value']}>{to}</Typography.Text>
    </>
  )
}

/** What changed, in sentences; many moves in one component are one line. */
export function DifferenceList({ changes }: { changes: readonly VersionChange[] }) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const nameOf = useComponentNames(changes)
  const differences = foldMoves(changes.map(differenceOf))
  const moved = new Map(differences.filter(isOrder).map(({ kind, key }) => [`${kind} ${key}`, { kind, key }]))
  return (
    <ul className={styles['differences']}>
      {differences
        .filter((difference) => !isOrder(difference))
        .map((difference, index) => (
          <li key={index}>
            <Sentence difference={difference} component={nameOf(difference.kind, difference.key)} />
          </li>
        ))}
      {[...moved.values()].map(({ kind, key }) => (
        <li key={`${kind} ${key}`}>
          {t('difference.reordered', {
            name: labelOf({ label: nameOf(kind, key) }, componentName(kind, key, schema, labelOf)),
          })}
        </li>
      ))}
    </ul>
  )
}
