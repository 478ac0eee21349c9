import { Badge } from 'antd'
import { useEffect, useRef } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { useChannelTexts } from '../inbox/channelTexts'
import { useAccessTexts } from '../records/access/accessTexts'
import { usePeopleTexts } from '../records/people/peopleTexts'
import { useAuditTexts } from '../records/record/auditTexts'
import { usePluralLabel } from '../schema/labels'
import { findEntity, useSchema } from '../schema/useSchema'
import { listPath } from '../shared/paths'
import { useApprovalTexts } from './approvals/approvalTexts'
import { useFailedRuns } from './automation/AutomationLinks'
import { useAutomationTexts } from './automation/automationTexts'
import { useCalendarTexts } from './calendars/calendarTexts'
import {
  auditPath,
  calendarsPath,
  channelsPath,
  menusPath,
  organisationPath,
  playgroundPath,
  remindersPath,
  rolesPath,
  runsPath,
  securityPath,
  studioHome,
  versionsPath,
  webhooksPath,
  workflowsPath,
} from './paths'
import { useReminderTexts } from './reminders/reminderTexts'
import styles from './StudioFrame.module.css'
import { useTexts } from './texts'

interface Place {
  to: string
  label: string
  /** What somebody should look at there. */
  alarm?: { count: number; title: string }
}

interface Group {
  key: 'application' | 'processes' | 'people' | 'money' | 'control'
  places: Place[]
}

/** Where one can go in the Studio, by what it is about; what of it is records has generated screens. */
function useGroups(): Group[] {
  const t = useTexts()
  const tAudit = useAuditTexts()
  const tAccess = useAccessTexts()
  const tCalendars = useCalendarTexts()
  const tReminders = useReminderTexts()
  const tPeople = usePeopleTexts()
  const tChannels = useChannelTexts()
  const tAutomation = useAutomationTexts()
  const tApprovals = useApprovalTexts()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const failed = useFailedRuns()
  const records = (...keys: string[]) =>
    keys
      .flatMap((key) => findEntity(schema, key) ?? [])
      .map((entity) => ({ to: listPath(entity.key), label: pluralOf(entity) }))
  return [
    {
      key: 'application',
      places: [
        { to: studioHome, label: t('frame.entities') },
        { to: menusPath, label: t('frame.menus') },
        { to: versionsPath(), label: t('frame.versions') },
        { to: playgroundPath, label: t('frame.playground') },
      ],
    },
    {
      key: 'processes',
      places: [
        { to: workflowsPath, label: tApprovals('title') },
        { to: remindersPath, label: tReminders('published.title') },
        {
          to: runsPath(),
          label: tAutomation('title'),
          alarm: { count: failed, title: tAutomation('failed_runs', { count: failed }) },
        },
        { to: webhooksPath, label: tAutomation('webhooks.title') },
        { to: channelsPath, label: tChannels('title') },
        { to: calendarsPath, label: tCalendars('title') },
      ],
    },
    {
      key: 'people',
      places: [
        { to: rolesPath, label: tAccess('roles.title') },
        { to: organisationPath, label: tPeople('organisation') },
        ...records('user', 'unit', 'position'),
      ],
    },
    { key: 'money', places: records('currency', 'exchange_rate') },
    {
      key: 'control',
      places: [
        { to: auditPath, label: tAudit('title') },
        { to: securityPath, label: tAudit('rules.title') },
      ],
    },
  ]
}

export function StudioNav() {
  const t = useTexts()
  const { pathname } = useLocation()
  const isHome = pathname === studioHome || pathname.startsWith(`${studioHome}/entities`)
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current="page"]')
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <nav ref={nav} className={styles['nav']} aria-label={t('frame.navigation')}>
      {useGroups()
        .filter(({ places }) => places.length > 0)
        .map(({ key, places }) => (
          <div key={key} role="group" aria-label={t(`frame.group.${key}`)} className={styles['group']}>
            <span className={styles['heading']} aria-hidden>
              {t(`frame.group.${key}`)}
            </span>
            {places.map(({ to, label, alarm }) =>
              to === studioHome ? (
                <Link key={to} to={to} className={styles['link']} aria-current={isHome ? 'page' : undefined}>
                  {label}
                </Link>
              ) : (
                <NavLink key={to} to={to} className={styles['link']}>
                  {label} {alarm && <Badge size="small" {...alarm} />}
                </NavLink>
              ),
            )}
          </div>
        ))}
    </nav>
  )
}
