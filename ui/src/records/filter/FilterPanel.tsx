import { Alert, Button, Segmented, Spin } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { FilterBuilder } from './FilterBuilder'
import { useFilterTree, useFilterWriter, type FilterViews } from './filterQueries'
import { firstCondition } from './normalise'
import { begun, emptyFilter, type Group } from './tree'
import styles from './filter.module.css'

const FilterText = lazy(async () => ({ default: (await import('./FilterText')).FilterText }))

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
  const [mode, setMode] = useState<Mode>('builder')
  const [draft, setDraft] = useState(text)
  const [edited, setEdited] = useState<Group | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const kinds = useKinds()
  const write = useFilterWriter(entity.key)
  const read = useFilterTree(entity.key, mode === 'builder' ? draft : text)
  const isCurrent = read !== undefined && (mode === 'text' || read.text !== '' || draft.trim() === '')
  const tree = edited ?? (isCurrent ? begun(read.tree, firstCondition(entity, kinds)) : undefined)

  const written = async (): Promise<string | undefined> => {
    if (!edited) return draft.trim()
    try {
      const answer = await write(edited)
      setRefusal(sentences(answer))
      return answer.issues.length > 0 ? undefined : answer.text
    } catch (error) {
      setRefusal(errorText(error))
      return undefined
    }
  }
  const switchTo = async (next: Mode) => {
    const said = edited ? await write(edited).catch(() => undefined) : undefined
    if (said) setDraft(said.text)
    setEdited(null)
    setRefusal(null)
    setMode(next)
  }
  const apply = async () => {
    const next = await written()
    if (next !== undefined) onApply(next)
  }
  const clear = () => {
    setEdited(emptyFilter())
    setDraft('')
    onApply('')
  }
  const complaint = refusal ?? (mode === 'builder' && !edited && read ? sentences(read) : null) ?? problem

  return (
    <form
      className={styles['panel']}
      onSubmit={(event) => {
        event.preventDefault()
        void apply()
      }}
    >
      {complaint && <Alert type="error" showIcon title={complaint} role="alert" />}
      {mode === 'builder' && tree && (
        <div className={styles['scroll']}>
          <FilterBuilder entity={entity} filter={tree} onChange={setEdited} />
        </div>
      )}
      {mode === 'builder' && tree === undefined && <Spin aria-label={t('builder.reading')} />}
      {mode === 'builder' && tree === null && <Alert type="info" showIcon title={t('builder.unreadable')} />}
      {mode === 'text' && (
        <Suspense fallback={<Spin aria-label={t('builder.reading')} />}>
          <FilterText entity={entity.key} draft={draft} example={exampleFor(entity)} onChange={setDraft} />
        </Suspense>
      )}
      <div className={styles['actions']}>
        <Segmented<Mode>
          size="small"
          value={mode}
          options={[
            { value: 'builder', label: t('filter.as_builder') },
            { value: 'text', label: t('filter.as_text') },
          ]}
          onChange={(next) => void switchTo(next)}
        />
        <span className={styles['grow']} />
        <Button onClick={clear} disabled={!text && !draft && !edited}>
          {t('filter.clear')}
        </Button>
        <Button type="primary" htmlType="submit">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  )
}

function sentences({ issues }: FilterViews): string | null {
  return issues.length > 0 ? issues.map(({ message }) => message).join(' ') : null
}

function exampleFor(entity: Entity): string {
  return `${entity.title_field ?? 'name'} contains "A" and created_at in last 7 days`
}
