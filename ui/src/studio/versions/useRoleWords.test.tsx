import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { describe, expect, it } from 'vitest'
import { schemaQuery } from '../../api/queries'
import type { SchemaDocument } from '../../api/types'
import { useRoleWords } from './useRoleWords'

const SCHEMA = {
  entities: [
    {
      key: 'lead',
      label: { en: 'Lead' },
      plural: { en: 'Leads' },
      fields: [
        { key: 'amount', kind: 'money', label: { en: 'Amount' } },
        { key: 'account', kind: 'reference', label: { en: 'Customer' } },
      ],
    },
  ],
  menus: [],
} as unknown as SchemaDocument

function Frame({ children }: { children: ReactNode }) {
  const [client] = useState(() => {
    const made = new QueryClient()
    made.setQueryData(schemaQuery.queryKey, SCHEMA)
    return made
  })
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

describe('what changed in a role', () => {
  const words = () => renderHook(() => useRoleWords(), { wrapper: Frame }).result.current

  it('is said with the names of its page', () => {
    const { path, value } = words()
    expect(path(['entities', 'lead', 'see'])).toBe('Leads · See')
    expect(path(['entities', 'lead', 'actions', 'share'])).toBe('Leads · Share')
    expect(path(['entities', '*', 'edit'])).toBe('Everything else · Edit')
    expect(path(['fields', 'lead', 'amount'])).toBe('Leads › Amount')
    expect(value(['entities', 'lead', 'see'], 'unit')).toBe('Unit and below')
    expect(value(['entities', 'lead', 'see'], { from: ['account'] })).toBe('Through Customer')
    expect(value(['entities', 'lead', 'create'], true)).toBe('yes')
    expect(value(['entities', 'lead', 'see'], null)).toBe('nothing')
    expect(value(['entities', 'lead'], { see: 'own', create: false })).toBe('See: Own, Create: no')
    expect(value(['fields', 'lead', 'amount'], { see: false, edit: false })).toBe('Hidden')
    expect(value(['fields', 'lead'], { amount: { see: 'mask' } })).toBe('Amount: Masked')
  })
})
