import { Select } from 'antd'
import { useLabel } from '../../../schema/labels'
import { Control } from '../../controls/Control'
import { FieldGrid } from '../../controls/FieldGrid'
import { SwitchRow } from '../../controls/SwitchRow'
import { useTexts } from '../../texts'
import { NumberControl } from './NumberControl'
import type { OptionsProps } from './types'

export function TextOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  const standard = document.kind === 'long_text' ? 100_000 : 255
  return (
    <NumberControl
      name="max_length"
      label={t('option.max_length')}
      help={t('option.max_length_help', { count: standard })}
      value={document.max_length}
      placeholder={String(standard)}
      min={1}
      isWhole
      onChange={(max_length) => onChange({ max_length })}
    />
  )
}

export function BoundOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  return (
    <FieldGrid>
      <NumberControl
        name="min"
        label={t('option.min')}
        value={document.min}
        onChange={(min) => onChange({ min })}
      />
      <NumberControl
        name="max"
        label={t('option.max')}
        value={document.max}
        onChange={(max) => onChange({ max })}
      />
    </FieldGrid>
  )
}

export function IntegerOptions(props: OptionsProps) {
  return (
    <>
      <BoundOptions {...props} />
      <GroupedControl {...props} />
    </>
  )
}

export function DecimalOptions(props: OptionsProps) {
  const t = useTexts()
  const { document, onChange } = props
  return (
    <>
      <FieldGrid>
        <NumberControl
          name="digits"
          label={t('option.digits')}
          help={t('option.digits_help')}
          value={document.digits}
          placeholder="18"
          min={1}
          max={38}
          isWhole
          onChange={(digits) => onChange({ digits })}
        />
        <ScaleControl {...props} />
      </FieldGrid>
      <BoundOptions {...props} />
    </>
  )
}

export function PercentOptions(props: OptionsProps) {
  return (
    <>
      <ScaleControl {...props} />
      <BoundOptions {...props} />
    </>
  )
}

type AttributeProps = Pick<OptionsProps, 'document' | 'onChange'>

/** Not for years, which are whole numbers all the same. */
export function GroupedControl({ document, onChange }: AttributeProps) {
  const t = useTexts()
  return (
    <SwitchRow
      label={t('option.grouped')}
      help={t('option.grouped_help')}
      checked={document.grouped !== false}
      onChange={(isGrouped) => onChange({ grouped: isGrouped ? undefined : false })}
    />
  )
}

export function ScaleControl({ document, onChange, standard = 2 }: AttributeProps & { standard?: number }) {
  const t = useTexts()
  return (
    <NumberControl
      name="scale"
      label={t('option.scale')}
      value={document.scale}
      placeholder={String(standard)}
      min={0}
      max={10}
      isWhole
      onChange={(scale) => onChange({ scale })}
    />
  )
}

export function MoneyOptions(props: OptionsProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const { document, entity, onChange } = props
  const dates = entity.fields.filter(
    ({ kind, system }) => !system && (kind === 'date' || kind === 'datetime'),
  )
  return (
    <>
      <Control names={['rate_on']} label={t('option.rate_on')} help={t('option.rate_on_help')}>
        {(aria) => (
          <Select
            {...aria}
            allowClear
            value={document.rate_on ?? null}
            placeholder={t('option.rate_on_today')}
            options={dates.map((field) => ({ value: field.key, label: labelOf(field) }))}
            onChange={(rate_on: string | null) => onChange({ rate_on: rate_on ?? undefined })}
          />
        )}
      </Control>
      <BoundOptions {...props} />
    </>
  )
}
