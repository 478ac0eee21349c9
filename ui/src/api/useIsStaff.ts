import { useQuery } from '@tanstack/react-query'
import { meQuery } from './queries'

/** False for people from outside, who are answered about their own records alone. */
export function useIsStaff(): boolean {
  return useQuery(meQuery).data?.can.staff !== false
}
