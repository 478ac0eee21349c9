import { useCallback } from 'react'
import type { Writer } from './types'
import { findEntity, useSchema } from '../schema/useSchema'
import { linesToWrite } from './children/lines'
import { useKinds } from './kinds'

export function useWriter(): Writer {
  const kinds = useKinds()
  const schema = useSchema()
  return useCallback<Writer>(
    (field, value) => {
      if (field.kind === 'children')
        return linesToWrite(value, findEntity(schema, field.target)?.fields ?? [], kinds)
      const { toWrite } = kinds[field.kind]
      return toWrite ? toWrite(value, field) : value
    },
    [kinds, schema],
  )
}
