import { Link } from 'react-router'
import type { Caller } from '../../api/automation'
import { useLabel } from '../../schema/labels'
import { entityPath } from '../paths'
import { useAutomationTexts } from './automationTexts'

/** The rules that call a webhook, and when they do. */
export function Callers({ rules }: { rules: Caller[] }) {
  const t = useAutomationTexts()
  const labelOf = useLabel()
  const whenOf = ({ events }: Caller) =>
    events.map((event) => t(event === 'every' ? 'webhooks.at_times' : `event_${event}`)).join(', ')
  return rules.map((rule, index) => (
    <span key={rule.key}>
      {index > 0 && ' · '}
      <Link to={entityPath(rule.entity, 'rules')}>{labelOf(rule, rule.key)}</Link> ({whenOf(rule)})
    </span>
  ))
}
