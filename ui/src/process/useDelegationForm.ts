import { useMutation } from '@tanstack/react-query'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { delegate } from '../api/delegations'
import type { Label } from '../api/values'
import { findingsOf, NO_FINDINGS } from './findings'

const NAMES = ['user', 'stand_in', 'workflows', 'starts_at', 'ends_at']

/** A delegation being filled in. */
export function useDelegationForm(onMade: () => void) {
  const [user, setUser] = useState<Label[]>([])
  const [standIn, setStandIn] = useState<Label[]>([])
  const [kinds, setKinds] = useState<string[]>([])
  const [period, setPeriod] = useState<[Dayjs, Dayjs] | null>(null)
  const [includesOpen, setIncludesOpen] = useState(true)
  const making = useMutation({
    mutationFn: delegate,
    onSuccess: () => {
      setUser([])
      setStandIn([])
      setKinds([])
      setPeriod(null)
      setIncludesOpen(true)
      onMade()
    },
  })
  const save = () => {
    if (!standIn[0] || !period) return
    making.mutate({
      ...(user[0] ? { user: user[0].id } : {}),
      stand_in: standIn[0].id,
      starts_at: period[0].toISOString(),
      ends_at: period[1].toISOString(),
      workflows: kinds,
      includes_open: includesOpen,
    })
  }
  return {
    user,
    setUser,
    standIn,
    setStandIn,
    kinds,
    setKinds,
    period,
    setPeriod,
    includesOpen,
    setIncludesOpen,
    save,
    isComplete: standIn.length > 0 && period !== null,
    isPending: making.isPending,
    findings: making.error ? findingsOf(making.error, NAMES) : NO_FINDINGS,
  }
}
