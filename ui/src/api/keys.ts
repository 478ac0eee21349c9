/**
 * Keys under which the server does a write once, however often it is sent. A write that nobody answered keeps its
 * key: sending it again, by itself or by a second click, does not do it twice.
 */
const unanswered = new Map<string, string>()

/** `crypto.randomUUID` exists only on secure origins; this works on a plain http intranet address too. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What tells two writes apart; a form with files is never taken for another. */
export function signatureOf(method: string, path: string, body: unknown): string | null {
  return body instanceof FormData ? null : `${method} ${path} ${JSON.stringify(body ?? null)}`
}

export function keyFor(signature: string | null): string {
  return (signature === null ? undefined : unanswered.get(signature)) ?? newIdempotencyKey()
}

export function noteAnswer(signature: string | null, key: string, isAnswered: boolean): void {
  if (signature === null) return
  if (isAnswered) unanswered.delete(signature)
  else unanswered.set(signature, key)
}
