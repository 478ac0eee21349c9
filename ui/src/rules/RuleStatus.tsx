import { CheckCircleOutlined, CloseCircleOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Issue } from '../api/problem'
import { furtherHint, withoutPlace } from './positions'
import { useTexts } from './texts'
import type { RuleCheck } from './useCheckedRule'
import styles from './RuleStatus.module.css'

interface RuleStatusProps {
  check: RuleCheck
  value: string
  onGo: (path: string | undefined) => void
  onTidy?: ((text: string) => void) | undefined
}

/** One line under the editor: the first problem, which leads to its place, or what the rule gives. */
export function RuleStatus({ check, value, onGo, onTidy }: RuleStatusProps) {
  const t = useTexts()
  const [first, ...others] = check.issues
  const { tidy } = check
  return (
    <div className={styles['line']} role="status" aria-live="polite">
      {check.state === 'unavailable' && (
        <span className={styles['muted']}>{t('editor.not_checked', { reason: check.reason ?? '' })}</span>
      )}
      {first ? <Problem issue={first} others={others.length} onGo={onGo} /> : <Verdict check={check} />}
      {tidy && !first && onTidy && tidy !== value && (
        <Button type="link" size="small" className={styles['tidy'] ?? ''} onClick={() => onTidy(tidy)}>
          {t('editor.tidy')}
        </Button>
      )}
    </div>
  )
}

function Verdict({ check }: { check: RuleCheck }) {
  const t = useTexts()
  if (check.state === 'checking')
    return (
      <span className={styles['muted']}>
        <LoadingOutlined /> {t('editor.checking')}
      </span>
    )
  if (check.state !== 'checked') return null
  return (
    <span className={styles['good']}>
      <CheckCircleOutlined />{' '}
      {check.type && check.kind === 'expression'
        ? t('editor.gives', { type: t(`type.${check.type}`, { defaultValue: check.type }) })
        : t('editor.correct')}
    </span>
  )
}

function Problem({
  issue,
  others,
  onGo,
}: {
  issue: Issue
  others: number
  onGo: (path: string | undefined) => void
}) {
  const t = useTexts()
  const { message, hint, path, severity } = issue
  const further = furtherHint(message, hint)
  const isWarning = severity === 'warning' || severity === 'info'
  return (
    <button
      type="button"
      className={styles[isWarning ? 'warning' : 'problem']}
      title={t('editor.go')}
      onClick={() => onGo(path)}
    >
      {isWarning ? <WarningOutlined /> : <CloseCircleOutlined />}
      <span>
        {withoutPlace(message)}
        {further && <span className={styles['hint']}> {further}</span>}
        {others > 0 && <span className={styles['hint']}> (+{others})</span>}
      </span>
    </button>
  )
}
