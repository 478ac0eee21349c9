import { useEffect, useEffectEvent, useRef, useState } from 'react'

interface LatestWrite<Value, Answer> {
  write: (value: Value) => Promise<Answer>
  onWritten: (value: Value, answer: Answer) => void
  onRefused: (error: unknown) => void
  pause: number
}

/** Sends the latest value after a pause; answers that were overtaken are dropped. Null calls off what is under way. */
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
    const timer = setTimeout(() => void send(value), pause)
    return () => clearTimeout(timer)
  }, [value, pause])
  return (changed) => {
    // In the very event of the change: an answer that arrives before the next drawing is overtaken already.
    latest.current = changed
    setValue(changed)
  }
}
