import { api } from './client'
import type { StoredFile } from './values'

export function uploadFile(file: File): Promise<StoredFile> {
  const body = new FormData()
  body.append('file', file)
  return api.post<StoredFile>('/files', body)
}
