import { useQuery } from '@tanstack/react-query'
import { Alert, Empty, Segmented } from 'antd'
import { useState } from 'react'
import { errorText, isProblem } from '../../api/problem'
import { previewTemplate } from '../../api/templates'
import type { Entity } from '../../api/types'
import type { Label } from '../../api/values'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { LANGUAGE_NAMES, LANGUAGES, currentLanguage, type Language } from '../../i18n'
import { useDebounced } from '../../shared/useDebounced'
import type { TemplateDocument } from '../documents'
import { RecordPicker } from '../playground/RecordPicker'
import { useMailTexts } from './mailTexts'
import styles from './mails.module.css'

type Form = 'html' | 'text'

/** The mail for a chosen record, with the eyes of a chosen recipient, while it is written. */
export function TemplatePreview({ entity, template }: { entity: Entity; template: TemplateDocument }) {
  const t = useMailTexts()
  const [record, setRecord] = useState<string | null>(null)
  const [reader, setReader] = useState<Label | null>(null)
  const [language, setLanguage] = useState<Language>(currentLanguage())
  const [form, setForm] = useState<Form>('html')
  const { subject, body } = useDebounced(template)
  const { data, error } = useQuery({
    queryKey: ['template-preview', entity.key, subject, body, record, reader?.id, language],
    queryFn: ({ signal }) =>
      previewTemplate(
        {
          entity: entity.key,
          subject,
          body,
          record: record ?? '',
          language,
          ...(reader ? { reader: reader.id } : {}),
        },
        signal,
      ),
    enabled: record !== null,
    placeholderData: (before) => before,
    retry: false,
  })
  return (
    <section className={styles['preview']} aria-label={t('preview')}>
      <h4>{t('preview')}</h4>
      <div className={styles['pair']}>
        <RecordPicker entity={entity.key} value={record} onChange={setRecord} />
        <ReferenceSelect
          target="user"
          isMultiple={false}
          canCreate={false}
          aria-label={t('preview_reader')}
          value={reader ? [reader] : []}
          onChange={(chosen) => setReader(chosen[0] ?? null)}
        />
        <Segmented<Language>
          aria-label={t('language')}
          value={language}
          onChange={setLanguage}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Segmented<Form>
          value={form}
          onChange={setForm}
          options={(['html', 'text'] as const).map((value) => ({ value, label: t(`preview_${value}`) }))}
        />
      </div>
      {error && <Alert type="warning" showIcon title={problemText(error)} />}
      {!data && !error && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('preview_none')} />}
      {data && !error && (
        <>
          <p>
            <strong dir="auto">{data.subject}</strong>
          </p>
          {form === 'html' ? (
            <iframe className={styles['page']} title={t('preview_html')} sandbox="" srcDoc={data.html} />
          ) : (
            <pre className={styles['plain']}>{data.text}</pre>
          )}
        </>
      )}
    </section>
  )
}

/** The findings with their places, where there are any. */
function problemText(error: Error): string {
  const issues = isProblem(error) ? error.issues : []
  return (
    issues.map(({ message, hint }) => [message, hint].filter(Boolean).join(' ')).join(' ') || errorText(error)
  )
}
