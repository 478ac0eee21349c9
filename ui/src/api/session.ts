import { api } from './client'
import { forgetPreview } from '../shared/previewing'
import { meQuery } from './queries'
import { queryClient } from './queryClient'
import type { Me } from './types'

export async function logIn(username: string, password: string, code?: string): Promise<void> {
  await api.post('/auth/login', { username, password, ...(code ? { code } : {}) })
  await queryClient.invalidateQueries(meQuery)
}

/** Nothing of one person's data may stay in memory for the next. */
export async function logOut(): Promise<void> {
  await api.post('/auth/logout')
  forgetPreview()
  queryClient.clear()
}

export async function changeMe(change: Partial<Pick<Me, 'locale' | 'time_zone' | 'name'>>): Promise<void> {
  const me = await api.patch<Me | null>('/auth/me', change)
  if (me?.id) queryClient.setQueryData(meQuery.queryKey, me)
}

export async function changePassword(passwords: { current?: string; new: string }): Promise<void> {
  await api.post('/auth/password', passwords)
}

/** For administrators: the user can sign in with it at once. */
export async function setPasswordOf(userId: string, password: string): Promise<void> {
  await api.post(`/auth/users/${userId}/password`, { new: password })
}
