import { Outlet } from 'react-router'
import { useIsStaff } from '../api/useIsStaff'
import { ForbiddenPage } from './pages/ForbiddenPage'

/** Pages of colleagues: what they show is never told to people from outside. */
export function StaffOnly() {
  return useIsStaff() ? <Outlet /> : <ForbiddenPage />
}
