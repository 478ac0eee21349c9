import { Input, Select } from 'antd'
import { FaultText } from '../../../controls/FaultText'
import { readList } from './decisions'

/** What columns of results may list, by their names. */
export type ResultChoices = Record<string, { value: string; label: string }[]>

interface ResultProps {
  value: string
  choices: { value: string; label: string }[] | undefined
  names: string[]
  label: string
  onChange: (result: string) => void
}

/** What follows from a row: a list to choose from, or a value of the rule language. */
export function Result({ value, choices, names, label, onChange }: ResultProps) {
  const listed = choices ? readList(value) : null
  return (
    <>
      {choices && listed ? (
        <Select<string[]>
          size="small"
          mode="multiple"
          style={{ width: '100%' }}
          aria-label={label}
          value={listed}
          options={choices}
          onChange={(keys) => onChange(JSON.stringify(keys))}
        />
      ) : (
        <Input
          size="small"
          aria-label={label}
          value={value}
          style={{ fontFamily: 'var(--ant-font-family-code)', fontSize: 12 }}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      <FaultText names={names} />
    </>
  )
}
