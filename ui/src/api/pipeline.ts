import type { Translated } from './values'

/** A way of records through stages. */
export interface Pipeline {
  key: string
  label?: Translated
  /** An option field: the stages are its options. */
  field: string
  since?: string | null
  confidence?: string | null
  stages: { key: string; label?: Translated; kind: 'open' | 'won' | 'lost' | 'closed' }[]
}
