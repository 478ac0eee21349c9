/** The field kinds as the gallery shows them, and which settings mean something for each. */
import {
  ApartmentOutlined,
  AlignLeftOutlined,
  CalculatorOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  DollarOutlined,
  DownCircleOutlined,
  FieldBinaryOutlined,
  FieldNumberOutlined,
  FontSizeOutlined,
  FunctionOutlined,
  LinkOutlined,
  MailOutlined,
  NumberOutlined,
  PaperClipOutlined,
  PercentageOutlined,
  PhoneOutlined,
  PieChartOutlined,
  SelectOutlined,
  ShareAltOutlined,
  TableOutlined,
  TagsOutlined,
  TrophyOutlined,
  UserOutlined,
  NodeIndexOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import type { FieldKind } from '../../api/types'

export const KIND_GROUPS = [
  'text',
  'numbers',
  'dates',
  'choice',
  'relations',
  'lines',
  'files',
  'computed',
] as const
export type KindGroup = (typeof KIND_GROUPS)[number]

export const FLAGS = [
  'required',
  'unique',
  'searchable',
  'indexed',
  'read_only',
  'read_only_after_create',
  'personal_data',
] as const
export type Flag = (typeof FLAGS)[number]

interface KindFacts {
  group: KindGroup
  Icon: ComponentType
  flags: readonly Flag[]
  /** Whether a default value may be given. */
  hasDefault: boolean
  /** Fits into a column of a list. */
  isListed: boolean
}

const COMMON: readonly Flag[] = ['required', 'read_only', 'read_only_after_create', 'personal_data']
const PLAIN: readonly Flag[] = [...COMMON, 'unique', 'indexed']
const WORDS: readonly Flag[] = [...PLAIN, 'searchable']
const COMPUTED: readonly Flag[] = ['indexed']

function entry(
  group: KindGroup,
  Icon: ComponentType,
  flags: readonly Flag[],
  hasDefault = true,
  isListed = true,
): KindFacts {
  return { group, Icon, flags, hasDefault, isListed }
}

export const KINDS: Record<FieldKind, KindFacts> = {
  text: entry('text', FontSizeOutlined, WORDS),
  long_text: entry('text', AlignLeftOutlined, [...COMMON, 'searchable'], true, false),
  email: entry('text', MailOutlined, WORDS),
  phone: entry('text', PhoneOutlined, WORDS),
  url: entry('text', LinkOutlined, WORDS),
  integer: entry('numbers', NumberOutlined, PLAIN),
  decimal: entry('numbers', FieldBinaryOutlined, PLAIN),
  percent: entry('numbers', PercentageOutlined, PLAIN),
  money: entry('numbers', DollarOutlined, [...COMMON, 'indexed']),
  auto_number: entry('numbers', FieldNumberOutlined, ['searchable'], false),
  date: entry('dates', CalendarOutlined, PLAIN),
  datetime: entry('dates', ClockCircleOutlined, PLAIN),
  boolean: entry('choice', CheckSquareOutlined, ['read_only', 'read_only_after_create', 'indexed']),
  option: entry('choice', DownCircleOutlined, [...COMMON, 'indexed']),
  options: entry('choice', TagsOutlined, COMMON),
  reference: entry('relations', ShareAltOutlined, [...PLAIN]),
  references: entry('relations', NodeIndexOutlined, ['required', 'read_only'], false),
  user: entry('relations', UserOutlined, PLAIN),
  parent: entry('relations', ApartmentOutlined, ['required', 'read_only'], false),
  children: entry('lines', TableOutlined, ['required', 'read_only'], false, false),
  segment: entry('relations', PieChartOutlined, COMMON, false),
  file: entry('files', PaperClipOutlined, COMMON, false),
  json: entry('files', CodeOutlined, ['required', 'read_only', 'personal_data'], false, false),
  formula: entry('computed', FunctionOutlined, COMPUTED, false),
  rollup: entry('computed', CalculatorOutlined, COMPUTED, false),
  lookup: entry('computed', SelectOutlined, COMPUTED, false),
  score: entry('computed', TrophyOutlined, COMPUTED, false),
}

/** Kinds that a stored field may be changed to without losing its meaning. */
const CONVERSIONS: Partial<Record<FieldKind, readonly FieldKind[]>> = {
  text: ['long_text', 'email', 'phone', 'url', 'integer', 'decimal', 'date', 'datetime', 'boolean', 'option'],
  long_text: ['text'],
  email: ['text'],
  phone: ['text'],
  url: ['text', 'long_text'],
  integer: ['decimal', 'text', 'percent', 'boolean'],
  decimal: ['integer', 'percent', 'text', 'money'],
  percent: ['decimal', 'integer', 'text'],
  money: ['decimal', 'text'],
  date: ['datetime', 'text'],
  datetime: ['date', 'text'],
  boolean: ['integer', 'text'],
  option: ['text', 'options'],
  options: ['option', 'text'],
  auto_number: ['text'],
}

export function conversionsOf(kind: FieldKind): readonly FieldKind[] {
  return CONVERSIONS[kind] ?? []
}

export function kindsOf(group: KindGroup, except: readonly FieldKind[] = []): FieldKind[] {
  const all = Object.entries(KINDS) as [FieldKind, KindFacts][]
  return all.filter(([kind, facts]) => facts.group === group && !except.includes(kind)).map(([kind]) => kind)
}
