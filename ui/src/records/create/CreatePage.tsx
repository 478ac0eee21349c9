import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { Entity, Field } from '../../api/types'
import { asText } from '../../fields/parts/asText'
import { targetEntity } from '../../fields/parts/references'
import { useLabel } from '../../schema/labels'
import { isEditable } from '../../schema/layout'
import { findEntity, useEntity, useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { NamedIcon } from '../../shared/icons'
import { PageSkeleton } from '../../shared/PageSkeleton'
import { listPath, recordPath } from '../../shared/paths'
import { CreateForm } from '../form/CreateForm'
import type { Draft } from '../form/draft'
import { MissingEntity } from '../MissingEntity'
import { recordQuery } from '../queries'
import styles from './CreatePage.module.css'

/** `/records/contact/new?account=12`: the form as a page, with values from the address. */
export function CreatePage() {
  const { entity: key } = useParams()
  const entity = useEntity(key)
  if (!entity || !entity.can.create) return <MissingEntity isForbidden={entity !== undefined} />
  return <CreateScreen key={entity.key} entity={entity} />
}

function CreateScreen({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const navigate = useNavigate()
  const prefill = usePrefill(entity)
  const title = t('field.create', { label: labelOf(entity) })
  useDocumentTitle(title)

  if (!prefill) return <PageSkeleton />
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <NamedIcon name={entity.icon} />
        <h1 title={title} dir="auto">
          {title}
        </h1>
      </header>
      <CreateForm
        entity={entity}
        prefill={prefill}
        isRepeatable
        onCancel={() => void navigate(listPath(entity.key))}
        onCreated={(record) => void navigate(recordPath(entity.key, record.id), { replace: true })}
      />
    </div>
  )
}

const LINKS = new Set(['reference', 'parent', 'user'])

/** Undefined until the labels of the referred records are known. */
function usePrefill(entity: Entity): Draft | undefined {
  const schema = useSchema()
  const [search] = useSearchParams()
  const given = entity.fields.filter((field) => search.has(field.key) && isEditable(field, true))
  const links = given.filter(({ kind }) => LINKS.has(kind))
  const answers = useQueries({
    queries: links.map((field) => recordQuery(targetEntity(field, entity.key), search.get(field.key) ?? '')),
  })
  if (answers.some(({ isPending }) => isPending)) return undefined

  const plain = given
    .filter(({ kind }) => !LINKS.has(kind))
    .map((field) => [field.key, search.get(field.key)])
  const linked = links.flatMap((field, at) => {
    const record = answers[at]?.data
    const titleField = titleFieldOf(field, entity)
    return record ? [[field.key, { id: record.id, label: titleField ? asText(record[titleField]) : '' }]] : []
  })
  return Object.fromEntries([...plain, ...linked]) as Draft

  function titleFieldOf(field: Field, from: Entity): string | undefined | null {
    return findEntity(schema, targetEntity(field, from.key))?.title_field
  }
}
