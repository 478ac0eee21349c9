import { useQuery } from '@tanstack/react-query'
import { meQuery } from './queries'

/** False for who only reads, as in a preview: whatever changes something asks this, rights over a record aside. */
export function useMayWrite(): boolean {
  return useQuery(meQuery).data?.can.write !== false
}
