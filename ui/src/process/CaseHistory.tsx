import { Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseEvent } from '../api/approvals'
import { useFormat } from '../shared/format/useFormat'
import { saidText } from './saidText'
import styles from './process.module.css'

const COLOURS: Record<string, string> = {
  approved: 'green',
  case_approved: 'green',
  rejected: 'red',
  case_rejected: 'red',
  returned: 'orange',
  returned_to_submitter: 'orange',
  recalled: 'orange',
  commented: 'gray',
}
/** What only moves the picture on says nothing to a reader. */
const QUIET = new Set(['entered', 'passed', 'skipped'])

/** Everything that happened, newest first. */
export function CaseHistory({ events }: { events: CaseEvent[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = events.filter(({ what }) => !QUIET.has(what)).reverse()
  return (
    <Timeline
      items={shown.map((event, position) => ({
        key: `${event.at}:${position}`,
        color: COLOURS[event.what] ?? 'blue',
        content: (
          <>
            <strong dir="auto">{event.by?.label ?? t('record.system')}</strong>{' '}
            {t(`approval.event_${event.what}`, {
              people: format.list(event.users.map((user) => user?.label ?? '?')),
            })}{' '}
            <time className={styles['quiet']} dateTime={event.at} title={format.dateTime(event.at)}>
              {format.ago(event.at)}
            </time>
            {event.comment && (
              <q className={styles['comment']} dir="auto">
                {saidText(event.comment, t)}
              </q>
            )}
          </>
        ),
      }))}
    />
  )
}
