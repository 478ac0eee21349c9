import { lazy } from 'react'
import { Navigate, type RouteObject } from 'react-router'
import { ApprovalsPage } from './approvals/ApprovalsPage'
import { AuditPage } from './audit/AuditPage'
import { RunsPage } from './automation/RunsPage'
import { WebhooksPage } from './automation/WebhooksPage'
import { CalendarsPage } from './calendars/CalendarsPage'
import { ChannelsPage } from './channels/ChannelsPage'
import { EntityPage } from './entity/EntityPage'
import { HomePage } from './home/HomePage'
import { MenusPage } from './menus/MenusPage'
import { OrganisationPage } from './organisation/OrganisationPage'
import { RolesPage } from './roles/RolesPage'
import { PublishedRemindersPage } from './reminders/PublishedRemindersPage'
import { PlaygroundPage } from './playground/PlaygroundPage'
import { SecurityPage } from './security/SecurityPage'
import { StudioFrame } from './StudioFrame'
import { VersionsPage } from './versions/VersionsPage'

/** A chunk of its own, with the library that draws. */
const ApprovalEditor = lazy(async () => ({
  default: (await import('./approvals/editor/ApprovalEditor')).ApprovalEditor,
}))

/** Paths below `/studio`. */
export const studioRoutes: RouteObject[] = [
  {
    element: <StudioFrame />,
    children: [
      { index: true, element: <HomePage /> },
      { path: 'entities', element: <Navigate to="/studio" replace /> },
      { path: 'entities/:entity', element: <EntityPage /> },
      { path: 'entities/:entity/:tab', element: <EntityPage /> },
      { path: 'menus', element: <MenusPage /> },
      { path: 'menus/:menu', element: <MenusPage /> },
      { path: 'roles', element: <RolesPage /> },
      { path: 'roles/:role', element: <RolesPage /> },
      { path: 'playground', element: <PlaygroundPage /> },
      { path: 'reminders', element: <PublishedRemindersPage /> },
      { path: 'approvals', element: <ApprovalsPage /> },
      { path: 'approvals/:workflow', element: <ApprovalEditor /> },
      { path: 'organisation', element: <OrganisationPage /> },
      { path: 'calendars', element: <CalendarsPage /> },
      { path: 'calendars/:calendar', element: <CalendarsPage /> },
      { path: 'automation', element: <RunsPage /> },
      { path: 'webhooks', element: <WebhooksPage /> },
      { path: 'channels', element: <ChannelsPage /> },
      { path: 'versions', element: <VersionsPage /> },
      { path: 'audit', element: <AuditPage /> },
      { path: 'security', element: <SecurityPage /> },
    ],
  },
]
