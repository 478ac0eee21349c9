import type { StoredFile } from '../../api/values'

export function isStoredFile(value: unknown): value is StoredFile {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value
}

/** Writes take the id. */
export function fileToWrite(value: unknown): unknown {
  return isStoredFile(value) ? value.id : value
}
