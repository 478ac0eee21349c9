import { Input, Segmented, Select, type GetRef } from 'antd'
import { useRef, useState } from 'react'
import type { Entity } from '../../api/types'
import { currentLanguage, isLanguage, LANGUAGE_NAMES } from '../../i18n'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { Control } from '../controls/Control'
import type { Labels, TemplateDocument } from '../documents'
import { useMailTexts } from './mailTexts'
import styles from './mails.module.css'

interface TemplateWordsProps {
  entity: Entity
  template: TemplateDocument
  onChange: (part: Partial<TemplateDocument>) => void
}

type Area = GetRef<typeof Input.TextArea>

/** Subject and text, one language at a time. */
export function TemplateWords({ entity, template, onChange }: TemplateWordsProps) {
  const t = useMailTexts()
  const { languages } = useSchema()
  const [language, setLanguage] = useState<string>(currentLanguage())
  const area = useRef<Area>(null)
  const set = (part: 'subject' | 'body', words: string) =>
    onChange({ [part]: withWords(template[part], language, words) })
  const insert = (path: string) => {
    const box = area.current?.resizableTextArea?.textArea
    const words = template.body[language] ?? ''
    const at = box?.selectionStart ?? words.length
    set('body', `${words.slice(0, at)}{{ ${path} }}${words.slice(box?.selectionEnd ?? at)}`)
  }
  const names = (part: string) => [part, ...languages.map((each) => `${part}/${each}`)]
  return (
    <>
      <Segmented
        aria-label={t('language')}
        value={language}
        onChange={setLanguage}
        options={languages.map((value) => ({
          value,
          label: isLanguage(value) ? LANGUAGE_NAMES[value] : value,
        }))}
        style={{ marginBottom: 12 }}
      />
      <Control names={names('subject')} label={t('subject')} required>
        {(aria) => (
          <Input
            {...aria}
            value={template.subject[language] ?? ''}
            onChange={({ target }) => set('subject', target.value)}
          />
        )}
      </Control>
      <Control
        names={names('body')}
        label={t('body')}
        help={t('body_help', { interpolation: LITERAL })}
        required
      >
        {(aria) => (
          <Input.TextArea
            {...aria}
            ref={area}
            className={styles['body'] ?? ''}
            autoSize={{ minRows: 8, maxRows: 20 }}
            value={template.body[language] ?? ''}
            onChange={({ target }) => set('body', target.value)}
          />
        )}
      </Control>
      <FieldPicker entity={entity} onChoose={insert} />
    </>
  )
}

/** Braces in the help are what is to be typed. */
const LITERAL = { skipOnVariables: true, prefix: '[[', suffix: ']]' }

function withWords(labels: Labels, language: string, words: string): Labels {
  const others = Object.entries(labels).filter(([other]) => other !== language)
  return Object.fromEntries(words === '' ? others : [...others, [language, words]])
}

/** Fields of the record and of what it refers to. */
function FieldPicker({ entity, onChoose }: { entity: Entity; onChoose: (path: string) => void }) {
  const t = useMailTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const own = entity.fields.filter(({ kind }) => kind !== 'children' && kind !== 'references')
  const options = own.flatMap((field) => {
    const label = labelOf(field)
    const target = field.target ? findEntity(schema, field.target) : undefined
    if (!target) return [{ value: field.key, label }]
    const titles = target.fields.filter(
      ({ system, kind, target: further }) => !system && !further && kind !== 'children',
    )
    return titles.map((inner) => ({
      value: `${field.key}.${inner.key}`,
      label: `${label} · ${labelOf(inner)}`,
    }))
  })
  return (
    <Select<string>
      aria-label={t('insert')}
      placeholder={t('insert')}
      style={{ width: '100%', marginBottom: 16 }}
      showSearch={{ optionFilterProp: 'label' }}
      value={null}
      options={options}
      onChange={onChoose}
    />
  )
}
