import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { addPendingWrite } from './pendingWrites'

interface LatestWrite<Value, Answer> {
  write: (value: Value) => Promise<Answer>
  onWritten: (value: Value, answer: Answer) => void
  onRefused: (error: unknown) => void
  pause: number
}

/** Sends the latest value after a pause, or before a save; answers that were overtaken are dropped. Null calls off. */
export function useLatestWrite<Value extends object, Answer>({
  write,
  onWritten,
  onRefused,
  pause,
}: LatestWrite<Value, Answer>): (value: Value | null) => void {
  const latest = useRef<Value | null>(null)
  const [value, setValue] = useState<Value | null>(null)
  const send = useEffectEvent(async (sent: Value) => {
    try {
      const answer = await write(sent)
      if (latest.current === sent) onWritten(sent, answer)
    } catch (error) {
      if (latest.current === sent) onRefused(error)
    }
  })
  useEffect(() => {
    if (!value) return
    let sending: Promise<void> | undefined
    const settle = () => {
      clearTimeout(timer)
      sending ??= send(value).finally(settled)
      return sending
    }
    const timer = setTimeout(() => void settle(), pause)
    const settled = addPendingWrite(settle)
    return () => {
      clearTimeout(timer)
      settled()
    }
  }, [value, pause])
  return (changed) => {
    // In the very event of the change: an answer that arrives before the next drawing is overtaken already.
    latest.current = changed
    setValue(changed)
  }
}
