import { useQuery } from '@tanstack/react-query'
import { listRecords } from '../../api/records'
import type { Label } from '../../api/values'
import { useEntity } from '../../schema/useSchema'
import { asText } from './asText'
import { labelText } from './references'
import { TextLine } from './TextLine'

/** A record of which only the id is known, by its present title. */
export function LookedUpLabel({ target, label }: { target: string; label: Label }) {
  const title = useEntity(target)?.title_field
  const { data } = useQuery({
    queryKey: ['records', target, 'label', label.id],
    queryFn: ({ signal }) =>
      listRecords(
        target,
        { filter: `id = "${label.id}"`, fields: title ?? 'id', limit: 1, count: 'none' },
        signal,
      ),
    enabled: !label.label && title != null,
    retry: false,
  })
  const found = data?.items[0]
  return (
    <TextLine
      text={labelText({ ...label, label: label.label || (found && title ? asText(found[title]) : '') })}
    />
  )
}
