import { Select } from 'antd'
import type { Entity } from '../../../api/types'
import type { ScoreClause, ScoreParts } from '../../../rules/parts'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { LabelsInput } from '../../controls/LabelsInput'
import { RuleInput } from '../../controls/RuleInput'
import { useTexts } from '../../texts'
import { ClauseList } from './ClauseList'
import { GradesForm } from './GradesForm'
import styles from './form.module.css'

interface ScoreFormProps {
  entity: Entity
  score: ScoreParts
  onChange: (score: ScoreParts) => void
}

const EMPTY: ScoreClause = { sign: '+', points: '10', when: null, limit: null, because: null }

/** Points, condition, limit and reason of each clause, then the grades. */
export function ScoreForm({ entity, score, onChange }: ScoreFormProps) {
  const t = useTexts()
  return (
    <>
      <ClauseList
        clauses={score.clauses}
        label={t('rules.form.clauses')}
        addText={t('rules.form.add_clause')}
        removeText={(number) => t('rules.form.remove_clause', { number })}
        fresh={EMPTY}
        isMinus={({ sign }) => sign === '-'}
        onChange={(clauses) => onChange({ ...score, clauses })}
      >
        {(clause, at, set) => <Points entity={entity} clause={clause} at={at} set={set} />}
      </ClauseList>
      <GradesForm entity={entity} score={score} onChange={onChange} />
    </>
  )
}

interface PointsProps {
  entity: Entity
  clause: ScoreClause
  at: number
  set: (part: Partial<ScoreClause>) => void
}

function Points({ entity, clause, at, set }: PointsProps) {
  const t = useTexts()
  const place = (name: string) => [`clauses/${at}/${name}`]
  return (
    <>
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
    </>
  )
}
