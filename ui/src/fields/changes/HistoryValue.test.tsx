import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { makeField } from '../../schema/testing/fields'
import { KindsContext, type Kinds } from '../kinds'
import { TextCell } from '../text/Cell'
import cells from '../parts/cells.module.css'
import { HistoryValue } from './HistoryValue'

const LONG = 'What a telephone shows in many lines. '.repeat(20)
const KINDS = { text: { Cell: TextCell } } as unknown as Kinds

test('a value that is compared is read to its end, one in a line of the history is cut', () => {
  const linesCut = (isWhole: boolean) =>
    render(
      <KindsContext value={KINDS}>
        <HistoryValue field={makeField('notes')} entity="lead" value={LONG} isWhole={isWhole} />
      </KindsContext>,
    ).container.getElementsByClassName(cells['line']!).length
  expect([linesCut(false), linesCut(true)]).toEqual([1, 0])
})
