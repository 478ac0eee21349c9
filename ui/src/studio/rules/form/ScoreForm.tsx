import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import type { Entity } from '../../../api/types'
import type { ScoreClause, ScoreParts } from '../../../rules/parts'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { LabelsInput } from '../../controls/LabelsInput'
import { RuleInput } from '../../controls/RuleInput'
import { useTexts } from '../../texts'
import { GradesForm } from './GradesForm'
import styles from './form.module.css'

interface ScoreFormProps {
  entity: Entity
  score: ScoreParts
  onChange: (score: ScoreParts) => void
}

const EMPTY: ScoreClause = { sign: '+', points: '10', when: null, limit: null, because: null }

function replaced<T>(items: readonly T[], at: number, item: T | null): T[] {
  return items.flatMap((one, position) => (position === at ? (item === null ? [] : [item]) : [one]))
}

/** Points, condition, limit and reason of each clause, then the grades. */
export function ScoreForm({ entity, score, onChange }: ScoreFormProps) {
  const t = useTexts()
  const { clauses } = score
  return (
    <>
      <ol className={styles['rows']} aria-label={t('rules.form.clauses')}>
        {clauses.map((clause, at) => (
          <ClauseRow
            key={at}
            entity={entity}
            clause={clause}
            at={at}
            onChange={(next) => onChange({ ...score, clauses: replaced(clauses, at, next) })}
          />
        ))}
      </ol>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        style={{ marginBottom: 16 }}
        onClick={() => onChange({ ...score, clauses: [...clauses, EMPTY] })}
      >
        {t('rules.form.add_clause')}
      </Button>
      <GradesForm entity={entity} score={score} onChange={onChange} />
    </>
  )
}

interface ClauseRowProps {
  entity: Entity
  clause: ScoreClause
  at: number
  onChange: (clause: ScoreClause | null) => void
}

function ClauseRow({ entity, clause, at, onChange }: ClauseRowProps) {
  const t = useTexts()
  const place = (name: string) => [`clauses/${at}/${name}`]
  const set = (part: Partial<ScoreClause>) => onChange({ ...clause, ...part })
  return (
    <li className={styles['row']} data-sign={clause.sign}>
      <div className={styles['points']}>
        <Control names={place('points')} label={t('rules.form.points')}>
          {(aria) => (
            <div className={styles['signed']}>
              <Select<'+' | '-'>
                aria-label={t('rules.form.sign')}
                value={clause.sign}
                options={[
                  { value: '+', label: '+' },
                  { value: '-', label: '−' },
                ]}
                onChange={(sign) => set({ sign })}
              />
              <div className={styles['grow']}>
                <RuleInput
                  isSingleLine
                  isQuiet
                  aria={aria}
                  entity={entity.key}
                  value={clause.points}
                  onChange={(points) => set({ points: points ?? '' })}
                />
              </div>
            </div>
          )}
        </Control>
        <Control names={place('limit')} label={t('rules.form.limit')}>
          {(aria) => (
            <RuleInput
              isSingleLine
              isQuiet
              aria={aria}
              entity={entity.key}
              value={clause.limit}
              onChange={(limit) => set({ limit: limit ?? null })}
            />
          )}
        </Control>
      </div>
      <Control names={place('when')} label={t('rules.form.when')} isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={entity.key}
            placeholder={t('rules.form.always')}
            value={clause.when}
            onChange={(when) => set({ when: when ?? null })}
          />
        )}
      </Control>
      <Control names={place('because')} label={t('rules.form.because')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            name={t('rules.form.because')}
            value={clause.because ?? {}}
            onChange={(because) => set({ because })}
          />
        )}
      </Control>
      <Button
        type="text"
        className={styles['remove'] ?? ''}
        icon={<DeleteOutlined />}
        aria-label={t('rules.form.remove_clause', { number: at + 1 })}
        onClick={() => onChange(null)}
      />
    </li>
  )
}
