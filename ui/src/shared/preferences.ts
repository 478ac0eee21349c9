import { useSyncExternalStore } from 'react'
import { Signal } from './signal'

/** What a person has chosen on this device. */
export interface Preferences {
  appearance: 'light' | 'dark' | 'system'
  density: 'comfortable' | 'compact'
  menuCollapsed: boolean
  /** How the Studio shows conditions. */
  conditions: 'builder' | 'text'
}

const STORAGE_KEY = 'odos.preferences'
const DEFAULTS: Preferences = {
  appearance: 'system',
  density: 'comfortable',
  menuCollapsed: false,
  conditions: 'builder',
}

const changed = new Signal<void>()
let preferences = read()

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<Preferences>) }
  } catch {
    return DEFAULTS
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change }
  localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences))
  changed.emit()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => changed.subscribe(listener),
    () => preferences,
  )
}
