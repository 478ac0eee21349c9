import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Spin } from 'antd'
import { previewMassChange, type MassPreview as Preview, type Meant } from '../../api/massChanges'
import { errorText } from '../../api/problem'
import type { Values } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isBlank } from '../../fields/parts/isBlank'
import { asText } from '../../fields/parts/asText'
import { LeftOutList } from './LeftOutList'
import { useCounted, useMassTexts } from './massTexts'
import styles from './mass.module.css'

/** What a change would do, tried on the server with nothing stored. */
export function useMassPreview(entity: Entity, meant: Meant, values: Values | null) {
  return useQuery({
    queryKey: ['records', entity.key, 'mass', meant, values],
    queryFn: ({ signal }) => previewMassChange(entity.key, meant, values ?? {}, signal),
    enabled: values !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  })
}

interface MassPreviewProps {
  entity: Entity
  field: Field
  preview: ReturnType<typeof useMassPreview>
}

export function MassPreview({ entity, field, preview }: MassPreviewProps) {
  const t = useMassTexts()
  const { data, error, isFetching } = preview
  if (error) return <Alert type="error" showIcon role="alert" title={errorText(error)} />
  if (!data) return isFetching ? <Spin size="small" description={t('looking')} /> : null
  return (
    <div className={styles['preview']} aria-live="polite" data-stale={isFetching}>
      <Summary preview={data} />
      <LeftOutList count={data.left_out} reasons={data.reasons} />
      <Examples entity={entity} field={field} preview={data} />
    </div>
  )
}

function Summary({ preview: { count, tried, changed, unchanged } }: { preview: Preview }) {
  const t = useMassTexts()
  const counted = useCounted()
  if (count === 0) return <p className={styles['sum']}>{t('nothing')}</p>
  const told = tried < count ? t('tried', { tried, count, changed }) : counted('will_change', changed)
  return (
    <>
      <p className={styles['sum']}>{told}</p>
      {unchanged > 0 && <p className={styles['quiet']}>{counted('unchanged', unchanged)}</p>}
    </>
  )
}

function Examples({ entity, field, preview }: { entity: Entity; field: Field; preview: Preview }) {
  const t = useMassTexts()
  const changed = preview.examples.filter(
    ({ from, to }) => JSON.stringify(from[field.key]) !== JSON.stringify(to[field.key]),
  )
  if (changed.length === 0) return null
  return (
    <table className={styles['examples']}>
      <caption>{t('examples')}</caption>
      <tbody>
        {changed.map(({ from, to }) => (
          <tr key={asText(from['id'])}>
            <th scope="row" dir="auto">
              {asText(from[entity.title_field ?? 'id']) || `#${asText(from['id'])}`}
            </th>
            <td>
              <Value field={field} entity={entity.key} value={from[field.key]} />
            </td>
            <td aria-label={t('becomes')}>→</td>
            <td>
              <Value field={field} entity={entity.key} value={to[field.key]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ field, entity, value }: { field: Field; entity: string; value: FieldValue }) {
  const t = useMassTexts()
  if (isBlank(value)) return <span className={styles['quiet']}>{t('blank')}</span>
  return <FieldCell field={field} entity={entity} value={value} inline />
}
