import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/queries'
import { getRecord } from '../../api/records'
import type { Label } from '../../api/values'
import { useEntity } from '../../schema/useSchema'
import { literalList, literalText, textLiteral, type Literal } from '../literal'
import { asText } from '../parts/asText'
import { ReferenceSelect } from '../parts/ReferenceSelect'
import { targetEntity } from '../parts/references'
import type { FilterProps } from '../types'

const ME = { type: 'relative', text: 'user' } as const satisfies Literal

/** One or several records; for users also whoever reads the list. */
export function ReferenceFilter({ field, entity, value, onChange }: FilterProps) {
  const { t } = useTranslation()
  const target = targetEntity(field, entity)
  const literals = literalList(value)
  const ids = literals.filter(({ type }) => type !== 'relative').map(literalText)
  const labels = useLabels(target, ids)
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const meLabel: Label = {
    id: ME.text,
    label: `${t('filter.me')}${me ? ` (${me.name || me.username})` : ''}`,
  }
  const hasMe = literals.some(({ type }) => type === 'relative')

  return (
    <ReferenceSelect
      aria-label={t('filter.value')}
      target={target}
      isMultiple
      canCreate={false}
      value={[...(hasMe ? [meLabel] : []), ...labels]}
      {...(target === 'user' ? { pinned: [meLabel] } : {})}
      onChange={(chosen) => onChange(chosen.map(({ id }) => (id === ME.text ? ME : textLiteral(id))))}
    />
  )
}

/** The address of a list holds ids only; their labels are read once. */
function useLabels(target: string, ids: string[]): Label[] {
  const title = useEntity(target)?.title_field
  const answers = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['records', target, 'one', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => getRecord(target, id, signal),
      retry: false,
    })),
  })
  return ids.map((id, position) => ({ id, label: title ? asText(answers[position]?.data?.[title]) : '' }))
}
