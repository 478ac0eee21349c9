import { useQuery } from '@tanstack/react-query'
import { useRoutes } from 'react-router'
import { meQuery } from '../api/queries'
import { studioRoutes } from '../studio/routes'
import { ForbiddenPage } from './pages/ForbiddenPage'
import { NotFoundPage } from './pages/NotFoundPage'

/** Everything below `/studio`; a chunk of its own that people who only work with records never load. */
export function StudioRoot() {
  const { data: me } = useQuery(meQuery)
  const page = useRoutes([...studioRoutes, { path: '*', element: <NotFoundPage /> }])
  return me?.can.studio ? page : <ForbiddenPage />
}
