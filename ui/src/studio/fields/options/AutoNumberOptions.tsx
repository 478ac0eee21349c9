import { Input, Select, Typography } from 'antd'
import { Control } from '../../controls/Control'
import { FieldGrid } from '../../controls/FieldGrid'
import { useTexts } from '../../texts'
import { numberExample } from './numberExample'
import type { OptionsProps } from './types'

const RESETS = ['never', 'year', 'month'] as const

export function AutoNumberOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  const example = numberExample(document.pattern ?? '', new Date())
  const help = (
    <>
      {t('option.pattern_help')}{' '}
      {example && (
        <>
          {t('option.pattern_example')} <Typography.Text code>{example}</Typography.Text>
        </>
      )}
    </>
  )
  return (
    <FieldGrid>
      <Control names={['pattern']} label={t('option.pattern')} help={help} required>
        {(aria) => (
          <Input
            {...aria}
            value={document.pattern ?? ''}
            placeholder="Q-{YYYY}-{0000}"
            style={{ fontFamily: 'var(--ant-font-family-code)' }}
            onChange={({ target }) => onChange({ pattern: target.value || undefined })}
          />
        )}
      </Control>
      <Control names={['reset']} label={t('option.reset')}>
        {(aria) => (
          <Select
            {...aria}
            value={document.reset ?? 'never'}
            options={RESETS.map((value) => ({ value, label: t(`option.resets.${value}`) }))}
            onChange={(reset) => onChange({ reset })}
          />
        )}
      </Control>
      <Control names={['reserved']} label={t('option.reserved')} help={t('option.reserved_help')}>
        {(aria) => (
          <Select
            {...aria}
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[',', '，', ' ', '、']}
            value={document.reserved ?? []}
            placeholder="888, 900-999"
            onChange={(reserved) => onChange({ reserved: reserved.length > 0 ? reserved : undefined })}
          />
        )}
      </Control>
    </FieldGrid>
  )
}
