import { Spin } from 'antd'
import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterNode, TextClause } from './tree'
import styles from './filter.module.css'

const RuleEditor = lazy(async () => ({ default: (await import('../../rules/RuleEditor')).RuleEditor }))

interface TextRowProps {
  entity: string
  node: TextClause
  onChange: (node: FilterNode) => void
  remove: ReactNode
}

/** A condition among drawn ones that is written, with the help that the whole rule as text has. */
export function TextRow({ entity, node, onChange, remove }: TextRowProps) {
  const { t } = useTranslation()
  return (
    <div className={styles['row']} data-kind="text">
      <div className={styles['text']}>
        <Suspense fallback={<Spin size="small" />}>
          <RuleEditor
            label={t('builder.text_clause')}
            placeholder={t('builder.text_clause')}
            entity={entity}
            kind="condition"
            value={node.text}
            onChange={(text) => onChange({ ...node, text })}
          />
        </Suspense>
      </div>
      {remove}
    </div>
  )
}
