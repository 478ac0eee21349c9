/** Documents of what records go through: stages and conversions. */
import type { Keyed, Labels, Ordered } from './documents'

export interface RequirementDocument extends Ordered {
  require: string
  message?: Labels
}
export interface StageDocument extends Ordered {
  label?: Labels
  help?: Labels
  kind?: 'open' | 'won' | 'lost' | 'closed'
  confidence?: number
  entry?: Keyed<RequirementDocument>
  exit?: Keyed<RequirementDocument>
  required?: Keyed<Ordered>
  roles?: string[]
  next?: Keyed<Ordered>
  by_hand?: boolean
}
export interface PipelineDocument extends Ordered {
  id?: string
  kind: 'pipeline'
  key: string
  entity: string
  label?: Labels
  /** An option field: the stages are its options. */
  field: string
  since?: string
  confidence?: string
  when?: string
  moves?: 'any' | 'forward' | 'step'
  active?: boolean
  stages: Keyed<StageDocument>
}

/** Where a value of a conversion comes from: one of these is set. */
export interface MappedValue extends Ordered {
  /** A path, copied as it is. */
  copy?: string
  /** An expression. */
  value?: string
  constant?: unknown
  /** The record that another target makes. */
  record?: string
  /** The record that is converted. */
  source?: true
  /** Of several values: added to those of a record that exists. */
  extend?: true
}
export interface MappedLines extends Ordered {
  from: string
  where?: string
  fields: Keyed<MappedValue>
}
export interface TargetDocument extends Ordered {
  /** An entity. */
  target: string
  label?: Labels
  when?: string
  optional?: boolean
  existing?: 'never' | 'choose'
  existing_filter?: string
  /** The field of the source that leads to it afterwards. */
  link?: string
  fields: Keyed<MappedValue>
  lines?: Keyed<MappedLines>
}
export interface ConversionDocument extends Ordered {
  id?: string
  kind: 'conversion'
  key: string
  entity: string
  label?: Labels
  active?: boolean
  require?: Keyed<RequirementDocument>
  targets: Keyed<TargetDocument>
  /** Fields of the source that are set afterwards, each with the rule of its value. */
  effects?: Record<string, string>
}
