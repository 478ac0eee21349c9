import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { asText } from '../parts/asText'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

/** The server gives the number in the moment of saving, so that two people never get the same. */
export function AutoNumberInput(props: InputProps) {
  const { t } = useTranslation()
  return (
    <Input
      {...sharedProps(props)}
      disabled
      value={asText(props.value)}
      placeholder={t('field.number_on_save')}
    />
  )
}
