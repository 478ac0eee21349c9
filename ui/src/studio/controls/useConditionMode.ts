import { useState } from 'react'
import { setPreferences, usePreferences, type Preferences } from '../../shared/preferences'

export type ConditionMode = Preferences['conditions']

/** How this condition is shown: as the person last wanted conditions, until it is switched by itself. */
export function useConditionMode(): [ConditionMode, (mode: ConditionMode) => void] {
  const { conditions } = usePreferences()
  const [mode, setMode] = useState(conditions)
  const choose = (next: ConditionMode) => {
    setMode(next)
    setPreferences({ conditions: next })
  }
  return [mode, choose]
}
