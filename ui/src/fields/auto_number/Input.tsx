import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { asText } from '../parts/asText'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

/**
 * The server gives the number in the moment of saving, so that two people never get the same. A number that is kept
 * for somebody is entered by hand.
 */
export function AutoNumberInput(props: InputProps) {
  const { t } = useTranslation()
  const { reserved = [] } = props.field
  const isOpen = !props.disabled && reserved.length > 0
  return (
    <Input
      {...sharedProps(props)}
      disabled={!isOpen}
      value={asText(props.value)}
      placeholder={
        isOpen ? t('field.number_reserved', { numbers: reserved.join(', ') }) : t('field.number_on_save')
      }
      onChange={({ target }) => props.onChange(target.value || null)}
    />
  )
}
