import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/mass.en.json'
import zhHans from '../../i18n/mass.zh-hans.json'
import { useFormat } from '../../shared/format/useFormat'

const NAMESPACE = 'mass'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts about changing records from a list: one value, or the same in many. */
export function useMassTexts() {
  return useTranslation(NAMESPACE).t
}

/** A text about so many records, the number written as the reader writes numbers. */
export function useCounted() {
  const t = useMassTexts()
  const format = useFormat()
  return (key: Counted, count: number) => t(key, { count, formatted: format.integer(String(count)) })
}

type Counted =
  'select_everything' | 'everything' | 'will_change' | 'unchanged' | 'left_out' | 'save' | 'saved' | 'undone'
