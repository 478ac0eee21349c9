import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listOptions } from '../../api/records'
import { useDebounced } from '../../shared/useDebounced'

/** The records that a reference offers for what is typed; asks only while the list is open. */
export function useReferenceSearch(target: string, narrowing: { filter?: string; for?: string }) {
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const q = useDebounced(typed.trim())
  const { data, isFetching, error } = useQuery({
    queryKey: ['records', target, 'options', q, narrowing],
    queryFn: ({ signal }) => listOptions(target, { q, ...narrowing }, signal),
    enabled: isOpen,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  return {
    typed,
    setTyped,
    isOpen,
    setOpen,
    found: data ?? [],
    isFetching: isFetching || q !== typed.trim(),
    error,
  }
}
