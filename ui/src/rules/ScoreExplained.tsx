import { Tag } from 'antd'
import type { ScoreExplanation } from './explain'
import { useTexts } from './texts'
import { ValueText } from './ValueText'
import styles from './Explanations.module.css'

type Clause = ScoreExplanation['clauses'][number]

const signed = (points: string) => (points.startsWith('-') ? points.replace('-', '−') : `+${points}`)

/** Which clause gave which points and why, and what that makes. */
export function ScoreExplained({ score }: { score: ScoreExplanation }) {
  const t = useTexts()
  if (!score.applies) return <p className={styles['muted']}>{t('why.not_meant')}</p>
  return (
    <div>
      {score.label && <div className={styles['muted']}>{score.label}</div>}
      <ul className={styles['clauses']}>
        {score.clauses.map((clause, at) => (
          <ClauseLine key={at} clause={clause} />
        ))}
        {score.hidden !== null && (
          <li className={styles['clause']} data-applies>
            <span className={styles['given']}>{signed(score.hidden)}</span>
            <div>{t('why.further')}</div>
          </li>
        )}
      </ul>
      <div className={styles['total']}>
        <span>{t('why.total')}</span>
        <strong>{score.points}</strong>
        {score.grade && <Tag color="processing">{t('why.grade', { grade: score.grade })}</Tag>}
        {score.qualified !== null && (
          <Tag color={score.qualified ? 'success' : 'default'}>
            {t(score.qualified ? 'why.qualified' : 'why.not_qualified')}
          </Tag>
        )}
      </div>
      {score.hidden !== null && <p className={styles['muted']}>{t('why.further_sum')}</p>}
    </div>
  )
}

function ClauseLine({ clause }: { clause: Clause }) {
  const t = useTexts()
  const { applies, given, because, when } = clause
  const facts = when?.parts.flatMap((part) => (part.parts.length > 0 ? part.parts : [part])) ?? []
  return (
    <li className={styles['clause']} data-applies={applies}>
      <span className={styles['given']} title={t(applies ? 'why.applied' : 'why.not_applied')}>
        {applies ? signed(given) : '·'}
      </span>
      <div>
        {because && <div>{because}</div>}
        <code className={styles['code']}>{when ? when.text : t('why.always')}</code>
        {facts.length > 0 && (
          <div className={styles['muted']}>
            {facts.slice(0, 4).map((part) => (
              <span key={part.text} className={styles['fact']}>
                {part.text}: <ValueText part={part} />
              </span>
            ))}
          </div>
        )}
      </div>
    </li>
  )
}
