import { useCallback } from 'react'
import { linesToWrite } from '../../fields/children/lines'
import { useKinds } from '../../fields/kinds'
import { findEntity, useSchema } from '../../schema/useSchema'
import type { Writer } from './draft'

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
