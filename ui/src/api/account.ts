import { queryOptions } from '@tanstack/react-query'
import { api } from './client'

export const SCOPES = ['read', 'write', 'administer'] as const
export type Scope = (typeof SCOPES)[number]

/** A session of a browser, a token of a program, or an address by which somebody chooses a password. */
export interface Session {
  id: string
  kind: 'session' | 'bearer' | 'invitation'
  label: string
  scopes: string[] | null
  address: string | null
  created_at: string
  last_used_at: string | null
  expires_at: string
  current: boolean
}

export interface TokenWish {
  label: string
  scopes: Scope[]
  days: number
}
export interface NewToken {
  id: string
  token: string
  expires_at: string
}
export interface SecondFactor {
  enabled: boolean
  recovery_left: number
  required: boolean
}
export interface SecondFactorSetup {
  secret: string
  uri: string
  /** A QR code as SVG. */
  picture: string
}
export interface SignInMethods {
  providers: { key: string; label: string }[]
}

/** Whose: a user's id for administrators, else one's own. */
const base = (userId?: string) => (userId ? `/auth/users/${userId}` : '/auth')

export function sessionsQuery(userId?: string) {
  return queryOptions({
    queryKey: ['account', 'sessions', userId ?? 'own'],
    queryFn: ({ signal }) =>
      api.get<{ items: Session[]; is_service?: boolean }>(`${base(userId)}/sessions`, { signal }),
  })
}

export const signInMethodsQuery = queryOptions({
  queryKey: ['account', 'methods'],
  queryFn: ({ signal }) => api.get<SignInMethods>('/auth/methods', { signal }),
  staleTime: Infinity,
  retry: false,
})

export const secondFactorQuery = queryOptions({
  queryKey: ['account', 'second-factor'],
  queryFn: ({ signal }) => api.get<SecondFactor>('/auth/second-factor', { signal }),
})

export const endSession = (id: string, userId?: string) => api.delete(`${base(userId)}/sessions/${id}`)
/** All but this one; for another user all. */
export const endSessions = (userId?: string) => api.post(`${base(userId)}/sessions`)
export const makeToken = (wish: TokenWish, userId?: string) =>
  api.post<NewToken>(`${base(userId)}/tokens`, wish)

export const beginSecondFactor = (current: string) =>
  api.post<SecondFactorSetup>('/auth/second-factor/setup', { current })
export const confirmSecondFactor = (code: string) =>
  api.post<{ recovery_codes: string[] }>('/auth/second-factor/confirm', { code })
export const renewRecoveryCodes = (current: string) =>
  api.post<{ recovery_codes: string[] }>('/auth/second-factor/recovery', { current })
export const removeSecondFactor = (current: string) => api.post('/auth/second-factor/remove', { current })
