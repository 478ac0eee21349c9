import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { createElement, useState, type ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '../../api/client'
import { schemaQuery } from '../../api/queries'
import type { SchemaDocument } from '../../api/types'
import { hasPendingWrites, settlePendingWrites } from '../../shared/pendingWrites'
import { useSettled } from '../../shared/useSettled'
import type { Condition, Group } from './tree'
import { useClauses } from './useClauses'

const source = (value: string | null): Condition => ({
  type: 'condition',
  path: 'source',
  operator: 'equals',
  value: value === null ? null : { type: 'text', text: value },
})
const drawing = (...items: Condition[]): Group => ({ type: 'group', join: 'and', items })

/** The server's side of the exchange, for conditions on the source alone. */
function answer(body: { text?: string; clauses?: { items: { values: { text: string }[] }[] } }) {
  const named = body.text?.match(/"(.*)"/)?.[1] ?? body.clauses?.items[0]?.values[0]?.text ?? ''
  const item = {
    type: 'condition',
    path: 'source',
    operator: 'equals',
    values: [{ type: 'text', text: named }],
  }
  const clauses = { type: 'group', join: 'and', negated: false, items: [item] }
  return Promise.resolve({ text: `source = "${named}"`, clauses, issues: [] })
}

function open(first: string) {
  const client = new QueryClient()
  client.setQueryData(schemaQuery.queryKey, { version: 1, entities: [] } as unknown as SchemaDocument)
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client }, children)
  return renderHook(
    () => {
      const [text, setText] = useState(first)
      return { text, setText, ...useClauses('lead', text, true, setText) }
    },
    { wrapper },
  )
}

describe('a condition in both views', () => {
  beforeEach(() => void vi.spyOn(api, 'post').mockImplementation((_, body) => answer(body as never)))
  afterEach(() => vi.restoreAllMocks())

  it('reads its text, and writes what is drawn', async () => {
    const { result } = open('source = "web"')
    expect(result.current.tree).toBeUndefined()
    await waitFor(() => expect(result.current.tree).toEqual(drawing(source('web'))))
    act(() => result.current.change(drawing(source('fair'))))
    await waitFor(() => expect(result.current.text).toBe('source = "fair"'))
    expect(result.current.tree).toEqual(drawing(source('fair')))
  })

  it('keeps a clause that is half filled in, though the text has none of it', async () => {
    const { result } = open('source = "web"')
    act(() => result.current.change(drawing(source(null))))
    await waitFor(() => expect(result.current.text).toBe(''))
    expect(result.current.tree).toEqual(drawing(source(null)))
  })

  it('has its text before a save, however short ago it was drawn', async () => {
    const { result } = open('source = "web"')
    const saved: string[] = []
    const saving = renderHook(() => useSettled(() => void saved.push(latest())))
    const latest = () => result.current.text
    act(() => result.current.change(drawing(source('fair'))))
    expect(result.current.text).toBe('source = "web"')
    act(() => saving.result.current())
    await waitFor(() => expect(saved).toEqual(['source = "fair"']), { timeout: 100, interval: 5 })
    act(() => saving.result.current())
    expect(saved).toHaveLength(2)
  })

  it('saves though the server refuses what was drawn', async () => {
    const { result } = open('source = "web"')
    vi.mocked(api.post).mockRejectedValue(new Error('Not now'))
    act(() => result.current.change(drawing(source('fair'))))
    await act(() => settlePendingWrites())
    expect(result.current.refusal).not.toBeNull()
    expect(hasPendingWrites()).toBe(false)
  })

  it('yields to a text that was typed while it was written', async () => {
    const { result } = open('')
    act(() => result.current.change(drawing(source('fair'))))
    act(() => {
      result.current.callOff()
      result.current.setText('source = "typed"')
    })
    await waitFor(() => expect(result.current.tree).toEqual(drawing(source('typed'))))
    expect(result.current.text).toBe('source = "typed"')
  })

  it('leaves the text as it is where the server refuses what was drawn', async () => {
    const { result } = open('source = "web"')
    vi.mocked(api.post).mockRejectedValue(new Error('Not now'))
    act(() => result.current.change(drawing(source('fair'))))
    await waitFor(() => expect(result.current.refusal).not.toBeNull())
    expect(result.current.text).toBe('source = "web"')
    expect(result.current.tree).toEqual(drawing(source('fair')))
  })
})
