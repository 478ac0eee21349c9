import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiveUpdates } from './LiveUpdates'

let stream: EventTarget

class Stream extends EventTarget {
  constructor() {
    super()
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the one that is open
    stream = this
  }
  close() {}
}

beforeEach(() => {
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true }))
})
afterEach(() => vi.unstubAllGlobals())

function Shown({ read }: { read: () => Promise<string> }) {
  const { data } = useQuery({ queryKey: ['records', 'lead'], queryFn: read, staleTime: Infinity })
  return <p>{data}</p>
}

it('reads again what was read before it listened', async () => {
  let stored = 'before'
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LiveUpdates />
      <Shown read={() => Promise.resolve(stored)} />
    </QueryClientProvider>,
  )
  await screen.findByText('before')
  stored = 'changed while nobody listened'
  act(() => void stream.dispatchEvent(new Event('open')))
  expect(screen.getByText('before')).toBeInTheDocument()
  act(() => void stream.dispatchEvent(new Event('ready')))
  await screen.findByText('changed while nobody listened')

  stored = 'changed while it was cut off'
  const first = stream
  act(() => void stream.dispatchEvent(new Event('error')))
  await waitFor(() => expect(stream).not.toBe(first))
  act(() => void stream.dispatchEvent(new Event('ready')))
  await screen.findByText('changed while it was cut off')
})
