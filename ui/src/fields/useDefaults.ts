import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { meQuery } from '../api/queries'
import type { Field } from '../api/types'
import type { FieldValue } from '../api/values'
import { useSchema } from '../schema/useSchema'
import { constantDefault } from './defaults'

/** Gives the values that a new record or line starts with. */
export function useDefaults(): (fields: Field[]) => Record<string, FieldValue> {
  const { base_currency: currency } = useSchema()
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  return useCallback(
    (fields) => {
      const person = me && { id: me.id, label: me.name || me.username }
      const pairs = fields.map(
        (field) =>
          [field.key, constantDefault(field, { me: person, unit: me?.unit ?? undefined, currency })] as const,
      )
      return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
    },
    [me, currency],
  )
}
