import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client'

export interface FunctionEntry {
  name: string
  help: string
  /** `ROUND(a number, a number) → a number`, one for each way to call it. */
  signatures: string[]
  example: string
  gives: string | null
}
export interface FunctionGroup {
  key: string
  label: string
  functions: FunctionEntry[]
}

/** What rules may call, in the language of the screen. */
export function useFunctions(isWanted: boolean): { groups: FunctionGroup[]; isReading: boolean } {
  const { i18n } = useTranslation()
  const { data, isLoading } = useQuery({
    queryKey: ['rules', 'functions', i18n.language],
    queryFn: ({ signal }) => api.get<{ groups: FunctionGroup[] }>('/rules/functions', { signal }),
    enabled: isWanted,
    staleTime: Infinity,
  })
  return { groups: data?.groups ?? [], isReading: isLoading }
}

/** The groups with those functions whose name, help or example holds every word. */
export function found(groups: readonly FunctionGroup[], wanted: string): FunctionGroup[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ name, help, example }: FunctionEntry) => {
    const text = `${name} ${help} ${example}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups
    .map((group) => ({ ...group, functions: group.functions.filter(fits) }))
    .filter(({ functions }) => functions.length > 0)
}

/** What is put in for a function: its name with brackets, the cursor between them where it takes values. */
export function callOf({ name, signatures }: FunctionEntry): { text: string; back: number } {
  const takesNothing = signatures.length > 0 && signatures.every((one) => one.startsWith(`${name}()`))
  return { text: `${name}()`, back: takesNothing ? 0 : 1 }
}
