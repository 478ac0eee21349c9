import { Steps } from 'antd'
import { Link } from 'react-router'
import type { RunDetail, RunStep } from '../../api/automation'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { useAutomationTexts } from './automationTexts'
import { StepOutcome } from './StepOutcome'
import { useErrorText, useTookText } from './words'
import styles from './automation.module.css'

const STATUS = { done: 'finish', failed: 'error', waiting: 'process' } as const

/** Every action of the rule, with each try of it: when, how long, with what, and what came of it. */
export function RunSteps({ run }: { run: RunDetail }) {
  const t = useAutomationTexts()
  const count = Math.max(run.actions.length, ...run.steps.map(({ position }) => position + 1))
  const triesOf = (position: number) => run.steps.filter((step) => step.position === position)
  return (
    <section aria-label={t('steps')} style={{ marginBottom: 16 }}>
      <Steps
        orientation="vertical"
        size="small"
        items={Array.from({ length: count }, (_, position) => {
          const tries = triesOf(position)
          const last = tries.at(-1)
          return {
            title: <code>{run.actions[position] ?? last?.action ?? t('step', { n: position + 1 })}</code>,
            status: last ? STATUS[last.state] : ('wait' as const),
            content: <Tries run={run} tries={tries} />,
          }
        })}
      />
    </section>
  )
}

function Tries({ run, tries }: { run: RunDetail; tries: RunStep[] }) {
  const t = useAutomationTexts()
  if (tries.length === 0)
    return <span className={styles['quiet']}>{t(run.state === 'waiting' ? 'not_yet' : 'skipped')}</span>
  return tries.map((step, index) => <Try key={index} step={step} />)
}

function Try({ step }: { step: RunStep }) {
  const t = useAutomationTexts()
  const format = useFormat()
  const errorOf = useErrorText()
  const tookText = useTookText()
  return (
    <div className={styles['try']}>
      <div className={styles['quiet']}>
        {format.dateTime(step.at)}
        {step.took !== null && <> · {tookText(step.took)}</>}
      </div>
      {step.error && <div className={styles['fault']}>{errorOf(step.error)}</div>}
      {step.inputs.length > 0 && (
        <>
          <strong>{t('inputs')}</strong>
          <ul className={styles['values']}>
            {step.inputs.map(({ rule, value, entity, label }) => (
              <li key={rule}>
                <code>{rule}</code> ={' '}
                {entity && label ? (
                  <Link to={recordPath(entity, String(value))} dir="auto">
                    {label}
                  </Link>
                ) : (
                  shown(value)
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <StepOutcome facts={step.outcome} />
    </div>
  )
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
