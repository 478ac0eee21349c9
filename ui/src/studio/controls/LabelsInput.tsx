import { Input } from 'antd'
import { currentLanguage, isLanguage, LANGUAGE_NAMES } from '../../i18n'
import { useSchema } from '../../schema/useSchema'
import type { Labels } from '../documents'
import { useTexts } from '../texts'
import type { ControlAria } from './Control'
import styles from './LabelsInput.module.css'

interface LabelsInputProps {
  value: Labels | undefined
  onChange: (value: Labels) => void
  aria?: ControlAria
  /** What the text is, for screen readers, e.g. "Label". */
  name: string
  multiline?: boolean
  autoFocus?: boolean
  compact?: boolean
}

const TAGS: Record<string, string> = { en: 'EN', 'zh-hans': '中' }

function languageName(language: string): string {
  return isLanguage(language) ? LANGUAGE_NAMES[language] : language
}

function withText(labels: Labels | undefined, language: string, text: string): Labels {
  const others = Object.entries(labels ?? {}).filter(([other]) => other !== language)
  return Object.fromEntries(text === '' ? others : [...others, [language, text]])
}

/** One text in every language of the workspace, the one of the screen first. */
export function LabelsInput({
  value,
  onChange,
  aria,
  name,
  multiline,
  autoFocus,
  compact,
}: LabelsInputProps) {
  const t = useTexts()
  const { languages } = useSchema()
  const own = currentLanguage()
  const ordered = languages.toSorted((a, b) => Number(b === own) - Number(a === own))
  return (
    <div className={styles['languages']} data-compact={compact ?? false}>
      {ordered.map((language, index) => {
        const common = {
          value: value?.[language] ?? '',
          autoFocus: Boolean(autoFocus) && index === 0,
          'aria-label': t('controls.in_language', { name, language: languageName(language) }),
          ...(aria && index === 0 ? aria : {}),
          onChange: ({ target }: { target: { value: string } }) =>
            onChange(withText(value, language, target.value)),
        }
        const tag = TAGS[language] ?? language
        return multiline ? (
          <Input.TextArea
            key={language}
            {...common}
            placeholder={languageName(language)}
            autoSize={{ minRows: 2, maxRows: 6 }}
          />
        ) : (
          <Input key={language} {...common} prefix={<span className={styles['tag']}>{tag}</span>} />
        )
      })}
    </div>
  )
}
