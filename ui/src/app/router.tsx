import { lazy, Suspense } from 'react'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { DecidePage } from '../inbox/DecidePage'
import { MessagesPage } from '../inbox/messages/MessagesPage'
import { InboxPage } from '../inbox/InboxPage'
import { ApprovalPage } from '../process/ApprovalPage'
import { ApprovalsPage } from '../process/ApprovalsPage'
import { CreatePage } from '../records/create/CreatePage'
import { ListPage } from '../records/list/ListPage'
import { RecordPage } from '../records/record/RecordPage'
import { PageSkeleton } from '../shared/PageSkeleton'
import { AccountPage } from './account/AccountPage'
import { HomePage } from './pages/HomePage'
import { NotFoundPage } from './pages/NotFoundPage'
import { RouteErrorPage } from './pages/RouteErrorPage'
import { InvitationPage } from './login/InvitationPage'
import { LoginPage } from './login/LoginPage'
import { RequireLogin } from './RequireLogin'
import { Shell } from './shell/Shell'
import { OwnOnly } from './OwnOnly'
import { StaffOnly } from './StaffOnly'

const StudioRoot = lazy(async () => ({ default: (await import('./StudioRoot')).StudioRoot }))

const MyRemindersPage = lazy(async () => ({
  default: (await import('../studio/reminders/MyRemindersPage')).MyRemindersPage,
}))
const DigestPage = lazy(async () => ({
  default: (await import('../studio/reminders/DigestPage')).DigestPage,
}))

/** Chunks of their own: few people write rules. */
const reminderRoutes: RouteObject[] = [
  { path: 'reminders', element: <MyRemindersPage /> },
  { path: 'reminders/digests/:id', element: <DigestPage /> },
]

const CalendarPage = lazy(async () => ({
  default: (await import('../calendar/CalendarPage')).CalendarPage,
}))

const staffRoutes: RouteObject[] = [
  {
    path: 'calendar',
    element: (
      <Suspense fallback={<PageSkeleton />}>
        <CalendarPage />
      </Suspense>
    ),
  },
  {
    element: <OwnOnly />,
    children: [
      { path: 'messages', element: <MessagesPage /> },
      { path: 'messages/:peer', element: <MessagesPage /> },
      { path: 'inbox', element: <InboxPage /> },
      ...reminderRoutes,
    ],
  },
  { path: 'approvals', element: <ApprovalsPage /> },
  { path: 'approvals/:id', element: <ApprovalPage /> },
]

const studioRoute: RouteObject = {
  path: 'studio/*',
  element: (
    <Suspense fallback={<PageSkeleton />}>
      <StudioRoot />
    </Suspense>
  ),
}

export const routes: RouteObject[] = [
  { path: '/invitation', element: <InvitationPage />, errorElement: <RouteErrorPage /> },
  { path: '/login', element: <LoginPage />, errorElement: <RouteErrorPage /> },
  { path: '/decide', element: <DecidePage />, errorElement: <RouteErrorPage /> },
  {
    path: '/',
    element: (
      <RequireLogin>
        <Shell />
      </RequireLogin>
    ),
    errorElement: <RouteErrorPage />,
    children: [
      {
        errorElement: <RouteErrorPage />,
        children: [
          { index: true, element: <HomePage /> },
          { path: 'records/:entity', element: <ListPage /> },
          { path: 'records/:entity/new', element: <CreatePage /> },
          { path: 'records/:entity/:id', element: <RecordPage /> },
          { element: <OwnOnly />, children: [{ path: 'account', element: <AccountPage /> }] },
          { element: <StaffOnly />, children: staffRoutes },
          studioRoute,
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]

export const router = createBrowserRouter(routes)
