import { Alert, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { FilterBuilder } from './FilterBuilder'
import { parseFilter } from './parse'
import { printFilter } from './print'
import { emptyFilter, type Group } from './tree'
import styles from './filter.module.css'

interface FilterPanelProps {
  entity: Entity
  text: string
  /** What the server said about the filter that is applied now. */
  problem?: string | undefined
  onApply: (text: string) => void
}

type Mode = 'builder' | 'text'

/** Two views of one filter: conditions to click together, and the same as text in the rule language. */
export function FilterPanel({ entity, text, problem, onApply }: FilterPanelProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(text)
  const [tree, setTree] = useState<Group | undefined>(() => parseFilter(text))
  const [mode, setMode] = useState<Mode>(tree ? 'builder' : 'text')

  const switchTo = (next: Mode) => {
    if (next === 'builder') setTree(parseFilter(draft))
    setMode(next)
  }
  const changeTree = (next: Group) => {
    setTree(next)
    setDraft(printFilter(next))
  }
  const clear = () => {
    changeTree(emptyFilter())
    onApply('')
  }

  return (
    <form
      className={styles['panel']}
      onSubmit={(event) => {
        event.preventDefault()
        onApply(draft.trim())
      }}
    >
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      {mode === 'builder' && tree && <FilterBuilder entity={entity} filter={tree} onChange={changeTree} />}
      {mode === 'builder' && !tree && <Alert type="info" showIcon title={t('filter.text_only')} />}
      {mode === 'text' && <FilterText draft={draft} example={exampleFor(entity)} onChange={setDraft} />}
      <div className={styles['actions']}>
        <Segmented<Mode>
          size="small"
          value={mode}
          options={[
            { value: 'builder', label: t('filter.as_builder') },
            { value: 'text', label: t('filter.as_text') },
          ]}
          onChange={switchTo}
        />
        <span className={styles['grow']} />
        <Button onClick={clear} disabled={!text && !draft}>
          {t('filter.clear')}
        </Button>
        <Button type="primary" htmlType="submit">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  )
}

function FilterText({
  draft,
  example,
  onChange,
}: {
  draft: string
  example: string
  onChange: (text: string) => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <Input.TextArea
        aria-label={t('filter.text_label')}
        className={styles['text'] ?? ''}
        autoSize={{ minRows: 3, maxRows: 10 }}
        value={draft}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className={styles['hint']}>{t('filter.text_hint', { example })}</p>
    </>
  )
}

function exampleFor(entity: Entity): string {
  return `${entity.title_field ?? 'name'} contains "A" and created_at >= now - 7 days`
}
