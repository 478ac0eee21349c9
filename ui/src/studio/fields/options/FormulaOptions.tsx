import { Select } from 'antd'
import { Control } from '../../controls/Control'
import { FieldGrid } from '../../controls/FieldGrid'
import { RuleInput } from '../../controls/RuleInput'
import type { FieldResult } from '../../../api/types'
import { useTexts } from '../../texts'
import { GroupedControl, ScaleControl } from './NumberOptions'
import type { OptionsProps } from './types'

/** What the server takes; plain numbers and percentages are numbers with decimals. */
const RESULTS = [
  'text',
  'number',
  'percent',
  'money',
  'boolean',
  'date',
  'datetime',
] as const satisfies readonly FieldResult[]
const SCALE = 4
const isNumber = (result: FieldResult | null | undefined) => result === 'number' || result === 'percent'
const NOT_OF_NUMBERS = { scale: undefined, grouped: undefined }
const EXAMPLES = ['quantity * price', 'IF(amount > 1000, 10, 0)', 'first_name & " " & last_name']

export function FormulaOptions({ document, entity, onChange }: OptionsProps) {
  const t = useTexts()
  return (
    <>
      <Control
        names={['expression']}
        label={t('option.expression')}
        help={t('option.expression_help')}
        required
        isRule
      >
        {(aria) => (
          <RuleInput
            aria={aria}
            entity={entity.key}
            minRows={3}
            value={document.expression}
            placeholder={EXAMPLES.join('\n')}
            onChange={(expression) => onChange({ expression })}
          />
        )}
      </Control>
      <FieldGrid>
        <ResultControl document={document} onChange={onChange} />
        <Control names={['blanks']} label={t('option.blanks')}>
          {(aria) => (
            <Select
              {...aria}
              value={document.blanks ?? 'blank'}
              options={(['blank', 'zero'] as const).map((value) => ({
                value,
                label: t(`option.blanks_as.${value}`),
              }))}
              onChange={(blanks) => onChange({ blanks })}
            />
          )}
        </Control>
      </FieldGrid>
      {isNumber(document.result) && (
        <>
          <ScaleControl document={document} onChange={onChange} standard={SCALE} />
          <GroupedControl document={document} onChange={onChange} />
        </>
      )}
    </>
  )
}

function ResultControl({ document, onChange }: Pick<OptionsProps, 'document' | 'onChange'>) {
  const t = useTexts()
  return (
    <Control names={['result']} label={t('option.result')} help={t('option.result_help')}>
      {(aria) => (
        <Select
          {...aria}
          allowClear
          value={document.result ?? null}
          placeholder={t('option.result_auto')}
          options={RESULTS.map((value) => ({
            value,
            label: value === 'number' ? t('option.result_number') : t(`kind.${value}.name`),
          }))}
          onChange={(result: FieldResult | null) =>
            onChange({ result: result ?? undefined, ...(isNumber(result) ? {} : NOT_OF_NUMBERS) })
          }
        />
      )}
    </Control>
  )
}
