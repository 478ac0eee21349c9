import { useEffect, useRef } from 'react'
import type { Signal } from './signal'

export function useSignal<T>(signal: Signal<T>, listener: (value: T) => void): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => signal.subscribe((value) => latest.current(value)), [signal])
}
