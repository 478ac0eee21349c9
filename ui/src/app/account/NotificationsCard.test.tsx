import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { Suspense } from 'react'
import { beforeEach, expect, it, vi } from 'vitest'
import { savePreferences, type Preferences, type PreferencesChange } from '../../api/channels'
import { NotificationsCard } from './NotificationsCard'

const STORED: Preferences = {
  kinds: [],
  channels: [],
  modes: {},
  quiet: { starts: null, ends: null, days: [], digest_at: '09:00' },
}

vi.mock('../../api/channels', async (original) => ({
  ...(await original<object>()),
  readPreferences: () => Promise.resolve(STORED),
  savePreferences: vi.fn(),
}))

/** What was sent, each with the server's answer that is still to come. */
const sent: { change: PreferencesChange; answer: (after: Preferences) => void }[] = []

beforeEach(() => {
  sent.length = 0
  vi.mocked(savePreferences).mockImplementation(
    (change) => new Promise((answer) => sent.push({ change, answer })),
  )
})

const withDays = (days: number[]): Preferences => ({ ...STORED, quiet: { ...STORED.quiet, days } })

it('keeps what was chosen while the choice before is still on its way', async () => {
  const user = userEvent.setup()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <Suspense>
          <NotificationsCard />
        </Suspense>
      </App>
    </QueryClientProvider>,
  )
  await user.click(await screen.findByRole('combobox', { name: 'Quiet all day on' }))
  await user.click(await screen.findByTitle('Monday'))
  await user.click(await screen.findByTitle('Tuesday'))
  expect(sent.map(({ change }) => change)).toEqual([{ quiet: { days: [1] } }])
  sent[0]?.answer(withDays([1]))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]?.change).toEqual({ quiet: { days: [1, 2] } })
  expect(document.querySelectorAll('.ant-select-selection-item')).toHaveLength(2)
})
