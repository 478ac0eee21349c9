import { describe, expect, it } from 'vitest'
import { ProblemError } from './problem'
import { withoutOverwriting } from './withoutOverwriting'

const read = { id: '1', version: 1, stage: 'new', city: 'Köln' }

/** A server that holds a record, and refuses versions that it does not have. */
function server(current: typeof read) {
  const versions: (number | string)[] = []
  const write = (version: number | string) => {
    versions.push(version)
    return version === current.version
      ? Promise.resolve('written')
      : Promise.reject(new ProblemError({ title: 'Changed', status: 412, current }))
  }
  return { versions, write }
}

describe('writing what was read a while ago', () => {
  it('goes on after a change beside it', async () => {
    const { versions, write } = server({ ...read, version: 3, city: 'Bonn' })
    await expect(withoutOverwriting(read, ['stage'], write)).resolves.toBe('written')
    expect(versions).toEqual([1, 3])
  })

  it('never overwrites what somebody else wrote', async () => {
    const { versions, write } = server({ ...read, version: 2, stage: 'lost' })
    await expect(withoutOverwriting(read, ['stage'], write)).rejects.toMatchObject({ status: 412 })
    expect(versions).toEqual([1])
  })
})
