import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { useState, type ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RuleParts, ScoreParts } from '../../../rules/parts'
import { useRuleForm } from './useRuleForm'

const START: ScoreParts = {
  kind: 'score', entity: 'lead', title: null, when: null, into: null, clauses: [], grades: null, qualified: null,
} // prettier-ignore

/** A server that answers when it is told to; its text of a rule is the grades alone. */
class Server {
  readonly waiting: (() => void)[] = []

  answer = (_url: string, { body }: { body: string }): Promise<Response> => {
    const { parts = START } = JSON.parse(body) as { parts?: ScoreParts }
    const reply = () => Response.json({ text: textOf(parts), parts })
    return 'parts' in (JSON.parse(body) as object)
      ? new Promise((resolve) => this.waiting.push(() => resolve(reply())))
      : Promise.resolve(reply())
  }
}

const textOf = ({ grades }: ScoreParts) => grades?.bands.map(({ from }) => from).join() ?? ''
const graded = (from: string): RuleParts => ({
  ...START,
  grades: { bands: [{ grade: 'A', from }], otherwise: null, into: null },
})

function Frame({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient())
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

function useEditedRule() {
  const [text, setText] = useState('')
  return { text, setText, form: useRuleForm(text, true, setText) }
}

describe('the rows of a rule', () => {
  let server: Server

  beforeEach(() => {
    server = new Server()
    vi.stubGlobal('fetch', vi.fn(server.answer))
    document.cookie = 'csrftoken=token'
  })
  afterEach(() => vi.unstubAllGlobals())

  const edit = async () => {
    const { result } = renderHook(useEditedRule, { wrapper: Frame })
    await waitFor(() => expect(result.current.form.state).toBe('ready'))
    act(() => result.current.form.change(graded('70')))
    await waitFor(() => expect(server.waiting).toHaveLength(1))
    return result
  }

  it('LEAD-04: keeps the second of two quick changes when the first one is answered late', async () => {
    const result = await edit()
    act(() => result.current.form.change(graded('45')))
    await act(() => Promise.resolve(server.waiting[0]?.()))
    expect(result.current.form.parts).toEqual(graded('45'))
    expect(result.current.form.isAhead).toBe(true)
    await waitFor(() => expect(server.waiting).toHaveLength(2))
    await act(() => Promise.resolve(server.waiting[1]?.()))
    await waitFor(() => expect(result.current.text).toBe('45'))
    expect(result.current.form).toMatchObject({ parts: graded('45'), isAhead: false })
  })

  it('LEAD-04: keeps a change whose event falls between an answer and its drawing', async () => {
    const result = await edit()
    const { setText } = result.current
    act(() => {
      // What an answer to the first change does, then the second change with the rows as they were drawn.
      setText('70')
      result.current.form.change(graded('45'))
    })
    expect(result.current.form).toMatchObject({ state: 'ready', parts: graded('45'), isAhead: true })
  })

  it('LEAD-04: says why rows have no text, and keeps them', async () => {
    const result = await edit()
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.reject(new TypeError('offline'))),
    )
    act(() => result.current.form.change(graded('45')))
    await waitFor(() => expect(result.current.form.issues).toHaveLength(1))
    expect(result.current.form).toMatchObject({ parts: graded('45'), isAhead: true })
  })
})
