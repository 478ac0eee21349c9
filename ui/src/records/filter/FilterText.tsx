import { useTranslation } from 'react-i18next'
import { RuleEditor } from '../../rules/RuleEditor'
import styles from './filter.module.css'

interface FilterTextProps {
  entity: string
  draft: string
  example: string
  onChange: (text: string) => void
}

/** The filter in the rule language; the editor arrives when somebody asks for it. */
export function FilterText({ entity, draft, example, onChange }: FilterTextProps) {
  const { t } = useTranslation()
  return (
    <div>
      <RuleEditor
        label={t('filter.text_label')}
        entity={entity}
        kind="condition"
        minRows={3}
        value={draft}
        onChange={onChange}
      />
      <p className={styles['hint']}>{t('filter.text_hint', { example })}</p>
    </div>
  )
}
