import { Form, Tabs } from 'antd'
import { useMemo } from 'react'
import type { Entity, Field } from '../../api/types'
import { FieldInput } from '../../fields/FieldInput'
import type { Language } from '../../i18n'
import { translate } from '../../schema/labels'
import { orderedEntries } from '../../shared/order'
import type { LayoutDocument, PlacedField, RegionDocument, TabDocument } from '../documents'
import { findFieldNamed } from '../lookup'
import styles from './Layout.module.css'

interface LayoutPreviewProps {
  entity: Entity
  layout: LayoutDocument
  language: Language
  isPhone: boolean
}

/** The form as people will see it, in one language, on a desktop or a phone. */
export function LayoutPreview({ entity, layout, language, isPhone }: LayoutPreviewProps) {
  const tabs = orderedEntries(layout.tabs).map(([key, tab]) => ({
    key,
    label: translate(tab.label, key, language),
    children: <PreviewTab entity={entity} tab={tab} language={language} isPhone={isPhone} />,
  }))
  return (
    <div className={styles['preview']} data-phone={isPhone} lang={language} data-testid="layout-preview">
      <Form layout="vertical" component="div">
        {tabs.length > 1 ? <Tabs items={tabs} /> : tabs[0]?.children}
      </Form>
    </div>
  )
}

interface PreviewTabProps extends Omit<LayoutPreviewProps, 'layout'> {
  tab: TabDocument
}

function PreviewTab({ tab, ...rest }: PreviewTabProps) {
  return orderedEntries(tab.regions).map(([key, region]) => (
    <section key={key}>
      <h3 className={styles['heading']}>{translate(region.label, '', rest.language)}</h3>
      <PreviewRegion region={region} {...rest} />
    </section>
  ))
}

interface PreviewRegionProps extends Omit<LayoutPreviewProps, 'layout'> {
  region: RegionDocument
}

function PreviewRegion({ region, entity, language, isPhone }: PreviewRegionProps) {
  const columns = isPhone ? 1 : (region.columns ?? 2)
  return (
    <div
      className={styles['previewGrid']}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {orderedEntries(region.items).map(([key, entry]) => (
        <PreviewField key={key} entity={entity} entry={entry} language={language} columns={columns} />
      ))}
    </div>
  )
}

interface PreviewFieldProps {
  entity: Entity
  entry: PlacedField
  language: Language
  columns: number
}

function PreviewField({ entity, entry, language, columns }: PreviewFieldProps) {
  const stored = findFieldNamed(entity, entry.field)
  const field = useMemo(() => stored && inLanguage(stored, language), [stored, language])
  if (!field) return null
  return (
    <Form.Item
      style={{ gridColumn: `span ${Math.min(entry.span ?? 1, columns)}` }}
      label={translate(field.label, field.key, language)}
      required={field.required ?? false}
      tooltip={translate(field.help, '', language) || undefined}
    >
      <FieldInput field={field} entity={entity.key} value={null} disabled onChange={() => undefined} />
    </Form.Item>
  )
}

/** The field with labels that read the same in every language, so that its input shows the chosen one. */
function inLanguage(field: Field, language: Language): Field {
  const options = Object.entries(field.options ?? {}).map(([key, option]) => {
    const text = translate(option.label, key, language)
    return [key, { ...option, label: { en: text, 'zh-hans': text } }] as const
  })
  return field.options ? { ...field, options: Object.fromEntries(options) } : field
}
