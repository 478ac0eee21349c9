import texts from '../../i18n/audit.en.json'

/** All that is recorded, in the order of the filter: whatever there is a text for. */
export const ACTIONS = Object.keys(texts.action)

export const SOURCES = ['ui', 'api', 'import', 'rule', 'job', 'system', 'cli'] as const

/** What should catch the eye. */
export const ALARMING = new Set(['sign_in_failed', 'locked_out', 'deleted', 'pruned', 'erased'])
