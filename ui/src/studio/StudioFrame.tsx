import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useRef } from 'react'
import { Link, NavLink, Outlet, useLocation } from 'react-router'
import { useChannelTexts } from '../inbox/channelTexts'
import { useAccessTexts } from '../records/access/accessTexts'
import { usePeopleTexts } from '../records/people/peopleTexts'
import { useAuditTexts } from '../records/record/auditTexts'
import { PageSkeleton } from '../shared/PageSkeleton'
import { listPath } from '../shared/paths'
import { findEntity, useSchema } from '../schema/useSchema'
import { usePluralLabel } from '../schema/labels'
import { METADATA } from './api/metadata'
import { useAutomationTexts } from './automation/automationTexts'
import { useApprovalTexts } from './approvals/approvalTexts'
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
import { SaveProvider } from './save/SaveProvider'
import { useTexts } from './texts'
import styles from './StudioFrame.module.css'

/** Entities of the platform whose records an administrator keeps up here; their screens are generated. */
const REFERENCE_DATA = ['user', 'unit', 'position', 'currency', 'exchange_rate']

/** What others publish shows up here, too. */
function useFreshMetadata(): void {
  const client = useQueryClient()
  const { version } = useSchema()
  useEffect(() => {
    void client.invalidateQueries({ queryKey: [METADATA] })
  }, [client, version])
}

export function StudioFrame() {
  useFreshMetadata()
  return (
    <SaveProvider>
      <div className={styles['frame']}>
        <StudioNav />
        <div className={styles['page']}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </div>
      </div>
    </SaveProvider>
  )
}

function StudioNav() {
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
  const { pathname } = useLocation()
  const isHome = pathname === studioHome || pathname.startsWith(`${studioHome}/entities`)
  const data = REFERENCE_DATA.flatMap((key) => findEntity(schema, key) ?? [])
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current="page"]')
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <nav ref={nav} className={styles['nav']} aria-label={t('frame.navigation')}>
      <Link to={studioHome} className={styles['link']} aria-current={isHome ? 'page' : undefined}>
        {t('frame.entities')}
      </Link>
      <NavLink to={menusPath} className={styles['link']}>
        {t('frame.menus')}
      </NavLink>
      <NavLink to={rolesPath} className={styles['link']}>
        {tAccess('roles.title')}
      </NavLink>
      <NavLink to={organisationPath} className={styles['link']}>
        {tPeople('organisation')}
      </NavLink>
      <NavLink to={calendarsPath} className={styles['link']}>
        {tCalendars('title')}
      </NavLink>
      <NavLink to={workflowsPath} className={styles['link']}>
        {tApprovals('title')}
      </NavLink>
      <NavLink to={remindersPath} className={styles['link']}>
        {tReminders('published.title')}
      </NavLink>
      <NavLink to={runsPath()} className={styles['link']}>
        {tAutomation('title')}
      </NavLink>
      <NavLink to={webhooksPath} className={styles['link']}>
        {tAutomation('webhooks.title')}
      </NavLink>
      <NavLink to={channelsPath} className={styles['link']}>
        {tChannels('title')}
      </NavLink>
      <NavLink to={playgroundPath} className={styles['link']}>
        {t('frame.playground')}
      </NavLink>
      <NavLink to={versionsPath()} className={styles['link']}>
        {t('frame.versions')}
      </NavLink>
      <NavLink to={auditPath} className={styles['link']}>
        {tAudit('title')}
      </NavLink>
      <NavLink to={securityPath} className={styles['link']}>
        {tAudit('rules.title')}
      </NavLink>
      {data.length > 0 && <span className={styles['divider']} aria-hidden />}
      {data.map((entity) => (
        <NavLink key={entity.key} to={listPath(entity.key)} className={styles['link']}>
          {pluralOf(entity)}
        </NavLink>
      ))}
    </nav>
  )
}
