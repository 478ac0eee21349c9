import type { Translated } from './values'

export interface MenuItem {
  entity?: string
  view?: string
  label?: Translated
  icon?: string
  order?: number
}
export interface MenuDocument {
  key: string
  label?: Translated
  icon?: string
  order?: number
  items: MenuItem[]
}
