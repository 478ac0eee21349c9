import { Alert } from 'antd'
import type { CSSProperties, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { unplacedRequiredFields, type Layout, type Region } from '../../schema/layout'
import { DuplicateAlert } from './DuplicateAlert'
import { FormField } from './FormField'
import { shownRegion } from './states'
import type { RecordForm } from './useRecordForm'
import styles from './form.module.css'

interface FormBodyProps {
  form: RecordForm
  layout: Layout
  /** The field that the cursor starts in; else the first. */
  focusKey?: string | undefined
}

/** The whole layout as inputs, one tab below the other: nothing that is required hides behind a tab. */
export function FormBody({ form, layout, focusKey }: FormBodyProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const first = focusKey ?? layout.tabs[0]?.regions[0]?.items.find(({ field }) => field.can_edit)?.field.key
  const forgotten = form.isNew ? unplacedRequiredFields(form.entity, layout) : []
  const field = (item: Field) => <FormField form={form} field={item} autoFocus={item.key === first} />
  const hasTabTitles = layout.tabs.length > 1

  return (
    <div className={styles['body']}>
      <GeneralIssues issues={form.issues.general} />
      <DuplicateAlert entity={form.entity.key} duplicates={form.duplicates} />
      {layout.tabs.map((tab) =>
        tab.regions.map((region, position) => (
          <RegionGrid
            key={`${tab.key}/${region.key}`}
            region={shownRegion(region, form.stateOf)}
            title={labelOf(region, position === 0 && hasTabTitles ? labelOf(tab, '') : '')}
            render={field}
          />
        )),
      )}
      {forgotten.length > 0 && (
        <RegionGrid region={asRegion(forgotten)} title={t('form.also_required')} render={field} />
      )}
    </div>
  )
}

function asRegion(fields: Field[]): Region {
  return {
    key: 'forgotten',
    label: undefined,
    columns: 2,
    items: fields.map((field) => ({ field, span: 1 })),
  }
}

function GeneralIssues({ issues }: { issues: readonly string[] }) {
  if (issues.length === 0) return null
  return (
    <Alert type="error" showIcon role="alert" className={styles['general'] ?? ''} title={issues.join('\n')} />
  )
}

interface RegionGridProps {
  region: Region
  title: string
  render: (field: Field) => ReactNode
}

/** One region of a layout, in the number of columns that it asks for and the screen has room for. */
export function RegionGrid({ region, title, render }: RegionGridProps) {
  const labelOf = useLabel()
  const [only] = region.items
  if (!only) return null
  const saysTheSame = region.items.length === 1 && labelOf(only.field) === title
  return (
    <section className={styles['region']}>
      {title && !saysTheSame && (
        <h3 className={styles['regionTitle']} dir="auto">
          {title}
        </h3>
      )}
      <div className={styles['grid']} style={{ '--columns': region.columns } as CSSProperties}>
        {region.items.map(({ field, span }) => (
          <div key={field.key} style={{ gridColumn: `span ${Math.min(span, region.columns)}`, minWidth: 0 }}>
            {render(field)}
          </div>
        ))}
      </div>
    </section>
  )
}
