/** Looking with the eyes of somebody else: kept for this tab alone, sent with every request. */
export interface Preview {
  /** `user:7` or `role:sales_rep`, as the server takes it. */
  as: string
  name: string
}

const KEY = 'odos.preview'

export function currentPreview(): Preview | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Preview | null
  } catch {
    return null
  }
}

/** An address that the browser fetches by itself (a picture, a download): no header goes along there. */
export function previewed(url: string): string {
  const preview = currentPreview()
  return preview ? `${url}${url.includes('?') ? '&' : '?'}preview_as=${encodeURIComponent(preview.as)}` : url
}

/** Everything is read again, so that nothing seen before stays on the screen. */
export function startPreview(preview: Preview): void {
  sessionStorage.setItem(KEY, JSON.stringify(preview))
  window.location.assign('/')
}

export function forgetPreview(): void {
  sessionStorage.removeItem(KEY)
}

export function endPreview(): void {
  forgetPreview()
  window.location.assign('/')
}
