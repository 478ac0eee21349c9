import { LANGUAGE_TAGS, type Language } from '../../i18n'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
const STEP = 1024

/** Single bytes are written out: browsers know no short word for them in some languages. */
export function formatBytes(bytes: number, language: Language): string {
  const power = bytes > 0 ? Math.min(Math.floor(Math.log(bytes) / Math.log(STEP)), UNITS.length - 1) : 0
  const options = {
    style: 'unit',
    unit: UNITS[power],
    unitDisplay: power ? 'short' : 'long',
    maximumFractionDigits: power ? 1 : 0,
  } as const
  return new Intl.NumberFormat(LANGUAGE_TAGS[language], options).format(bytes / STEP ** power)
}
