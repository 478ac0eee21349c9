import { useWidth } from '../../shared/useWidth'

/** Beyond this there is room for a table that scrolls. */
const WIDE = 760

/** Whether lines stand as cards, since a table of that width has no room, in a side panel or on a phone. */
export function useCards(needed: number): [ReturnType<typeof useWidth>[0], boolean] {
  const [measure, width] = useWidth()
  return [measure, width !== null && width < Math.min(needed, WIDE)]
}
