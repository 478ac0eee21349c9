import { Select } from 'antd'
import { Control } from '../../controls/Control'
import { useTexts } from '../../texts'
import { NumberControl } from './NumberControl'
import type { OptionsProps } from './types'

const MEGABYTE = 1024 * 1024
const COMMON_TYPES = ['.pdf', '.docx', '.xlsx', '.pptx', 'image/*', '.png', '.jpg', '.zip', '.csv']

export function FileOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  const accepted = typeof document.accept === 'string' ? [document.accept] : (document.accept ?? [])
  return (
    <>
      <NumberControl
        name="max_bytes"
        label={t('option.max_megabytes')}
        value={document.max_bytes ? document.max_bytes / MEGABYTE : undefined}
        placeholder={t('option.no_limit')}
        min={0.01}
        max={2000}
        onChange={(size) => onChange({ max_bytes: size && Math.round(size * MEGABYTE) })}
      />
      <Control names={['accept']} label={t('option.accept')} help={t('option.accept_help')}>
        {(aria) => (
          <Select
            {...aria}
            mode="tags"
            tokenSeparators={[',', ' ']}
            value={accepted}
            placeholder={t('option.accept_all')}
            options={COMMON_TYPES.map((value) => ({ value, label: value }))}
            onChange={(accept: string[]) => onChange({ accept: accept.length > 0 ? accept : undefined })}
          />
        )}
      </Control>
    </>
  )
}
