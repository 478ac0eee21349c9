import { GlobalOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { changeMe } from '../../api/session'
import { isLanguage, LANGUAGE_NAMES, LANGUAGES, switchLanguage, type Language } from '../../i18n'

/** `isSaved`: the choice belongs to the account, too. */
export function LanguageSwitch({ isSaved, isIconOnly = false }: { isSaved: boolean; isIconOnly?: boolean }) {
  const { t, i18n } = useTranslation()
  const current = isLanguage(i18n.language) ? i18n.language : 'en'

  const choose = async (language: Language) => {
    await switchLanguage(language)
    if (isSaved) await changeMe({ locale: language }).catch(() => undefined)
  }

  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectedKeys: [current],
        items: LANGUAGES.map((language) => ({ key: language, label: LANGUAGE_NAMES[language] })),
        onClick: ({ key }) => void choose(key as Language),
      }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={t('app.language')} title={t('app.language')}>
        {isIconOnly ? null : LANGUAGE_NAMES[current]}
      </Button>
    </Dropdown>
  )
}
