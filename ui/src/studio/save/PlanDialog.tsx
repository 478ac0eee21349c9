import { ExclamationCircleFilled } from '@ant-design/icons'
import { Alert, Collapse, Flex, Modal, Typography } from 'antd'
import { useLabel } from '../../schema/labels'
import type { DataAtRisk, Plan, PlanStep, TouchedApproval } from '../api/types'
import { useTexts, type Texts } from '../texts'
import { AccessImpact } from './AccessImpact'
import { IssueList } from './IssueList'
import { planFacts } from './planFacts'
import type { Question } from './SaveContext'
import styles from './PlanDialog.module.css'

interface PlanDialogProps {
  plan: Plan
  question?: Question | undefined
  onAnswer: (isConfirmed: boolean) => void
}

/** What a change will do, in plain words; shown only when something is at risk. */
export function PlanDialog({ plan, question, onAnswer }: PlanDialogProps) {
  const t = useTexts()
  const isRisky = planFacts(plan).destructive.length + planFacts(plan).atRisk.length > 0
  return (
    <Modal
      open
      width={640}
      title={
        <Flex gap={8} align="center">
          <ExclamationCircleFilled className={styles['warning']} />
          {question?.title ?? t('plan.title')}
        </Flex>
      }
      okText={question?.ok ?? t(isRisky ? 'plan.confirm_risky' : 'plan.confirm')}
      okButtonProps={{ danger: isRisky || question !== undefined }}
      cancelText={t(question ? 'editor.cancel' : 'plan.cancel')}
      onOk={() => onAnswer(true)}
      onCancel={() => onAnswer(false)}
    >
      {question && <Typography.Paragraph>{question.hint}</Typography.Paragraph>}
      <PlanSummary plan={plan} />
    </Modal>
  )
}

export function PlanSummary({ plan }: { plan: Plan }) {
  const t = useTexts()
  const { destructive, others, atRisk, brokenRules, statements, access, approvals } = planFacts(plan)
  return (
    <Flex vertical gap={16}>
      <IssueList issues={plan.issues} />
      {atRisk.length > 0 && <RiskList risks={atRisk} />}
      <AccessImpact changes={access} />
      <CasesGoOn approvals={approvals} />
      <RuleList rules={brokenRules} />
      <StepList title={t('plan.destructive')} steps={destructive} />
      <StepList title={t('plan.steps')} steps={others} />
      {destructive.length + others.length + access.length + approvals.length === 0 && (
        <Typography.Text type="secondary">{t('plan.no_steps')}</Typography.Text>
      )}
      {statements.length > 0 && (
        <Collapse
          size="small"
          ghost
          items={[
            {
              key: 'sql',
              label: t('plan.sql'),
              children: <pre className={styles['sql']}>{statements.join('\n')}</pre>,
            },
          ]}
        />
      )}
    </Flex>
  )
}

/** Cases keep the version that they were started with. */
function CasesGoOn({ approvals }: { approvals: TouchedApproval[] }) {
  const t = useTexts()
  const labelOf = useLabel()
  return approvals.map((approval) => (
    <Alert
      key={approval.workflow}
      type="info"
      showIcon
      title={t('plan.cases_go_on', { count: approval.cases, name: labelOf(approval, approval.workflow) })}
    />
  ))
}

function RiskList({ risks }: { risks: DataAtRisk[] }) {
  const t = useTexts()
  const labelOf = useLabel()
  return (
    <Alert
      type="error"
      showIcon
      title={t('plan.at_risk')}
      description={
        <ul className={styles['list']}>
          {risks.map((risk, index) => (
            <li key={index}>{labelOf({ label: risk.message })}</li>
          ))}
        </ul>
      }
    />
  )
}

function RuleList({ rules }: { rules: string[] }) {
  const t = useTexts()
  if (rules.length === 0) return null
  const items = rules.map((rule) => <li key={rule}>{rule}</li>)
  return (
    <Alert
      type="warning"
      showIcon
      title={t('plan.rules')}
      description={<ul className={styles['list']}>{items}</ul>}
    />
  )
}

function factsOf(step: PlanStep, t: Texts): string {
  const rows = step.rows ? t('plan.rows', { count: step.rows }) : null
  const lock = step.lock && step.lock !== 'none' ? t(`plan.lock.${lockName(step.lock)}`) : null
  return [rows, lock].filter(Boolean).join(' · ')
}

function lockName(lock: string): 'exclusive' | 'writes' | 'light' {
  if (lock.toUpperCase() === 'ACCESS EXCLUSIVE') return 'exclusive'
  return lock.toUpperCase() === 'SHARE UPDATE EXCLUSIVE' ? 'light' : 'writes'
}

function StepList({ title, steps }: { title: string; steps: PlanStep[] }) {
  const t = useTexts()
  const labelOf = useLabel()
  if (steps.length === 0) return null
  return (
    <section>
      <Typography.Text strong>{title}</Typography.Text>
      <ul className={styles['list']}>
        {steps.map((step, index) => (
          <li key={index}>
            {labelOf({ label: step.summary })}
            <span className={styles['fact']}>{factsOf(step, t)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
