import { AutoNumberCell } from './auto_number/Cell'
import { AutoNumberInput } from './auto_number/Input'
import { BooleanCell } from './boolean/Cell'
import { BooleanFilter } from './boolean/Filter'
import { BooleanInput } from './boolean/Input'
import { ChildrenCell } from './children/Cell'
import { ChildrenInput } from './children/Input'
import { DateCell } from './date/Cell'
import { DateFieldFilter } from './date/Filter'
import { DateInput } from './date/Input'
import { DateTimeCell } from './datetime/Cell'
import { DateTimeFilter } from './datetime/Filter'
import { DateTimeInput } from './datetime/Input'
import { DecimalCell } from './decimal/Cell'
import { DecimalInput } from './decimal/Input'
import { EmailCell } from './email/Cell'
import { EmailInput } from './email/Input'
import { FileCell } from './file/Cell'
import { FileInput } from './file/Input'
import { ComputedCell } from './formula/Cell'
import { ComputedFilter } from './formula/Filter'
import { ComputedInput } from './formula/Input'
import { IntegerCell } from './integer/Cell'
import { IntegerInput, integerToWrite } from './integer/Input'
import { JsonCell } from './json/Cell'
import { JsonInput } from './json/Input'
import type { Kinds } from './kinds'
import { LongTextInput } from './long_text/Input'
import { MoneyCell } from './money/Cell'
import { MoneyInput, moneyToWrite } from './money/Input'
import {
  CHOICE_OPERATORS,
  ORDER_OPERATORS,
  PRESENCE_OPERATORS,
  SET_OPERATORS,
  TEXT_OPERATORS,
  TIME_OPERATORS,
} from './operators'
import { OptionCell } from './option/Cell'
import { OptionFilter } from './option/Filter'
import { OptionInput } from './option/Input'
import { OptionsCell } from './options/Cell'
import { OptionsFilter } from './options/Filter'
import { OptionsInput } from './options/Input'
import { blankToNull } from './parts/asText'
import { fileToWrite } from './parts/files'
import { NoFilter } from './parts/NoFilter'
import { NumberFilter } from './parts/NumberFilter'
import { idOf, idsOf } from './parts/references'
import { PercentCell } from './percent/Cell'
import { PercentFilter } from './percent/Filter'
import { PercentInput } from './percent/Input'
import { PhoneCell } from './phone/Cell'
import { PhoneInput } from './phone/Input'
import { ReferenceCell } from './reference/Cell'
import { ReferenceFilter } from './reference/Filter'
import { ReferenceInput } from './reference/Input'
import { ReferencesCell } from './references/Cell'
import { ReferencesInput } from './references/Input'
import { SegmentCell } from './segment/Cell'
import { SegmentInput } from './segment/Input'
import { TextCell } from './text/Cell'
import { TextFilter } from './text/Filter'
import { TextInput } from './text/Input'
import type { KindParts } from './types'
import { UrlCell } from './url/Cell'
import { UrlInput } from './url/Input'
import { UserCell } from './user/Cell'

const reference: KindParts = {
  Cell: ReferenceCell,
  Input: ReferenceInput,
  Filter: ReferenceFilter,
  operators: CHOICE_OPERATORS,
  width: 180,
  toWrite: idOf,
}
const computed: KindParts = {
  Cell: ComputedCell,
  Input: ComputedInput,
  Filter: ComputedFilter,
  operators: ORDER_OPERATORS,
  width: 140,
}
const typed = { Filter: TextFilter, operators: TEXT_OPERATORS, toWrite: blankToNull }
const number = { Filter: NumberFilter, operators: ORDER_OPERATORS, numeric: true }

/** One entry for each kind; the type makes a forgotten one a compile error. */
export const KINDS: Kinds = {
  text: { ...typed, Cell: TextCell, Input: TextInput, width: 200 },
  long_text: { ...typed, Cell: TextCell, Input: LongTextInput, width: 260, wide: true },
  integer: { ...number, Cell: IntegerCell, Input: IntegerInput, width: 110, toWrite: integerToWrite },
  decimal: { ...number, Cell: DecimalCell, Input: DecimalInput, width: 130 },
  percent: { ...number, Cell: PercentCell, Input: PercentInput, Filter: PercentFilter, width: 110 },
  money: { ...number, Cell: MoneyCell, Input: MoneyInput, width: 160, toWrite: moneyToWrite },
  boolean: {
    Cell: BooleanCell,
    Input: BooleanInput,
    Filter: BooleanFilter,
    operators: ['equals'],
    width: 90,
  },
  date: { Cell: DateCell, Input: DateInput, Filter: DateFieldFilter, operators: TIME_OPERATORS, width: 130 },
  datetime: {
    Cell: DateTimeCell,
    Input: DateTimeInput,
    Filter: DateTimeFilter,
    operators: TIME_OPERATORS,
    width: 170,
  },
  option: {
    Cell: OptionCell,
    Input: OptionInput,
    Filter: OptionFilter,
    operators: CHOICE_OPERATORS,
    width: 160,
  },
  options: {
    Cell: OptionsCell,
    Input: OptionsInput,
    Filter: OptionsFilter,
    operators: SET_OPERATORS,
    width: 200,
  },
  reference,
  references: {
    ...reference,
    Cell: ReferencesCell,
    Input: ReferencesInput,
    operators: PRESENCE_OPERATORS,
    toWrite: idsOf,
  },
  children: {
    Cell: ChildrenCell,
    Input: ChildrenInput,
    Filter: NoFilter,
    operators: [],
    width: 120,
    wide: true,
  },
  parent: reference,
  user: { ...reference, Cell: UserCell },
  email: { ...typed, Cell: EmailCell, Input: EmailInput, width: 200 },
  phone: { ...typed, Cell: PhoneCell, Input: PhoneInput, width: 150 },
  url: { ...typed, Cell: UrlCell, Input: UrlInput, width: 200 },
  auto_number: { ...typed, Cell: AutoNumberCell, Input: AutoNumberInput, width: 140 },
  segment: {
    Cell: SegmentCell,
    Input: SegmentInput,
    Filter: NoFilter,
    operators: PRESENCE_OPERATORS,
    width: 180,
    toWrite: idOf,
  },
  file: {
    Cell: FileCell,
    Input: FileInput,
    Filter: NoFilter,
    operators: PRESENCE_OPERATORS,
    width: 180,
    toWrite: fileToWrite,
  },
  json: {
    Cell: JsonCell,
    Input: JsonInput,
    Filter: NoFilter,
    operators: PRESENCE_OPERATORS,
    width: 200,
    wide: true,
  },
  formula: computed,
  rollup: computed,
  lookup: computed,
  score: computed,
}
