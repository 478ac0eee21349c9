const PRESETS = new Set([
  'magenta',
  'pink',
  'red',
  'volcano',
  'orange',
  'gold',
  'yellow',
  'lime',
  'green',
  'cyan',
  'blue',
  'geekblue',
  'purple',
])

const STATES: Record<string, string> = {
  success: 'var(--ant-color-success)',
  processing: 'var(--ant-color-info)',
  warning: 'var(--ant-color-warning)',
  error: 'var(--ant-color-error)',
}

const NEUTRAL = 'var(--ant-color-text-tertiary)'

/** The colour of an option, as metadata names it (`green`, `#1677ff`), for a style sheet. */
export function tagColour(name: string | undefined): string {
  if (!name) return NEUTRAL
  if (PRESETS.has(name)) return `var(--ant-${name})`
  if (/^#([\da-f]{3}|[\da-f]{6})$/i.test(name)) return name
  return STATES[name] ?? NEUTRAL
}
