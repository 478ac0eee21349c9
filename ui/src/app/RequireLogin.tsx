import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useRef, type ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { isProblem } from '../api/problem'
import { meQuery } from '../api/queries'
import { isLanguage, switchLanguage } from '../i18n'
import { LiveUpdates } from '../records/live/LiveUpdates'
import { EnrolPage } from './account/EnrolPage'
import { currentPreview, endPreview } from '../shared/previewing'
import { Splash } from '../shared/Splash'
import { UnreachablePage } from './pages/UnreachablePage'

const RETRY_AFTER = 4000

export function RequireLogin({ children }: { children: ReactNode }) {
  const { data: me, error } = useQuery({
    ...meQuery,
    refetchInterval: ({ state }) => (state.error && !isProblem(state.error, 401) ? RETRY_AFTER : false),
  })
  const location = useLocation()
  useLanguageOf(me?.id, me?.locale)
  usePreviewThatIsOver(error)

  if (me?.must_enrol) return <EnrolPage />
  if (me)
    return (
      <>
        <LiveUpdates />
        <Suspense fallback={<Splash />}>{children}</Suspense>
      </>
    )
  if (isProblem(error, 401, 403)) {
    const next = location.pathname + location.search
    return <Navigate to={next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`} replace />
  }
  return error ? <UnreachablePage /> : <Splash />
}

/** Whoever was looked as may be gone by now, or oneself no longer be allowed to. */
function usePreviewThatIsOver(error: unknown): void {
  useEffect(() => {
    if (currentPreview() && isProblem(error, 403, 422)) endPreview()
  }, [error])
}

/** A person's language is part of the account and follows to every device; once per login, not against a later choice. */
function useLanguageOf(id: string | undefined, locale: string | null | undefined): void {
  const seen = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (!id || seen.current === id) return
    seen.current = id
    if (isLanguage(locale)) void switchLanguage(locale)
  }, [id, locale])
}
