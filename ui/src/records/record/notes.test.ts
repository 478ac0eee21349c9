import { describe, expect, it } from 'vitest'
import { noteOf } from './notes'

describe('noteOf', () => {
  const record = { id: '1', version: 1, share: null, _notes: [{ field: 'share', message: 'It failed' }] }

  it('gives the note of the field', () => expect(noteOf(record, 'share')).toBe('It failed'))
  it('gives nothing for other fields', () => expect(noteOf(record, 'name')).toBeUndefined())
  it('gives nothing where a record has no notes', () =>
    expect(noteOf({ id: '1', version: 1 }, 'share')).toBeUndefined())
})
