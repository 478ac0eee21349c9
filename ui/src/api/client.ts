import i18next from 'i18next'
import { currentLanguage } from '../i18n'
import { currentPreview } from '../shared/previewing'
import { Signal } from '../shared/signal'
import { keyFor, noteAnswer, signatureOf } from './keys'
import { ProblemError, readProblem, UNREACHABLE } from './problem'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type QueryValue = string | number | boolean | null | undefined

export interface RequestOptions {
  query?: Record<string, QueryValue>
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

export interface Reply<T> {
  data: T
  status: number
  etag: string | null
}

/** Fires with the schema version whenever an answer names another one than the answer before. */
export const schemaVersionSeen = new Signal<string>()
/** Fires when the session has ended. */
export const sessionEnded = new Signal<void>()
/** Fires with true when the server answers and with false when it cannot be reached. */
export const serverReached = new Signal<boolean>()

let lastVersion: string | null = null

function watchVersion(response: Response): void {
  const version = response.headers.get('Odos-Version')
  if (version === null || version === lastVersion) return
  const isFirst = lastVersion === null
  lastVersion = version
  if (!isFirst) schemaVersionSeen.emit(version)
}

function csrfCookie(): string | null {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? null
}

async function csrfToken(): Promise<string> {
  if (csrfCookie() === null) await fetch('/api/auth/csrf', { credentials: 'same-origin' })
  return csrfCookie() ?? ''
}

function address(path: string, query: RequestOptions['query']): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

async function writeHeaders(method: Method, key: string): Promise<Record<string, string>> {
  if (method === 'GET') return {}
  return { 'X-CSRFToken': await csrfToken(), 'Idempotency-Key': key }
}

/** Signing in and out is always one's own doing. */
function previewHeaders(path: string): Record<string, string> {
  const preview = currentPreview()
  if (!preview || /^\/auth\/(login|logout|csrf|invitation)/.test(path)) return {}
  return { 'Odos-Preview-As': preview.as }
}

async function send(method: Method, path: string, options: RequestOptions, key: string): Promise<Response> {
  const { body, headers, query, signal } = options
  const isForm = body instanceof FormData
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      'Accept-Language': currentLanguage(),
      ...(body !== undefined && !isForm ? { 'Content-Type': 'application/json' } : {}),
      ...(await writeHeaders(method, key)),
      ...previewHeaders(path),
      ...headers,
    },
  }
  if (body !== undefined) init.body = isForm ? body : JSON.stringify(body)
  if (signal) init.signal = signal
  return fetch(address(path, query), init)
}

async function sendOrExplain(
  method: Method,
  path: string,
  options: RequestOptions,
  key: string,
): Promise<Response> {
  try {
    const response = await send(method, path, options, key)
    serverReached.emit(!isSilence(response.status))
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    serverReached.emit(false)
    throw new ProblemError({
      title: i18next.t(method === 'GET' ? 'page.unreachable' : 'page.unsent'),
      status: UNREACHABLE,
    })
  }
}

const SILENT = [UNREACHABLE, 502, 503, 504]
const isSilence = (status: number) => SILENT.includes(status)

/** Under one key, so that what was done before the answer got lost is not done twice. */
async function sendOnce(method: Method, path: string, options: RequestOptions): Promise<Response> {
  if (method === 'GET') return sendOrExplain(method, path, options, '')
  const signature = signatureOf(method, path, options.body)
  const key = keyFor(signature)
  noteAnswer(signature, key, false)
  const response = await sendOrExplain(method, path, options, key)
  noteAnswer(signature, key, !isSilence(response.status))
  return response
}

/** Whether the server can serve now; told to whoever shows it. */
export async function probeServer(): Promise<boolean> {
  const isReady = await fetch('/readyz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
  serverReached.emit(isReady)
  return isReady
}

/** One call to the server. Throws a `ProblemError` for every answer that is no success. */
export async function call<T>(method: Method, path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  const response = await sendOnce(method, path, options)
  watchVersion(response)
  if (response.status === 401 && path !== '/auth/login') sessionEnded.emit()
  if (!response.ok) throw await readProblem(response)
  const text = response.status === 204 ? '' : await response.text()
  const data = (text === '' ? null : JSON.parse(text)) as T
  return { data, status: response.status, etag: response.headers.get('ETag') }
}

export const api = {
  get: async <T>(path: string, options?: RequestOptions): Promise<T> =>
    (await call<T>('GET', path, options)).data,
  post: async <T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    (await call<T>('POST', path, { ...options, body: body ?? {} })).data,
  put: async <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> =>
    (await call<T>('PUT', path, { ...options, body })).data,
  patch: async <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> =>
    (await call<T>('PATCH', path, { ...options, body })).data,
  delete: async <T>(path: string, options?: RequestOptions): Promise<T> =>
    (await call<T>('DELETE', path, options)).data,
}
