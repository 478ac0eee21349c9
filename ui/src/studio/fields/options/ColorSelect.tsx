import { Select } from 'antd'
import { useTexts } from '../../texts'
import styles from './ColorSelect.module.css'

const COLORS = [
  'blue',
  'green',
  'gold',
  'orange',
  'red',
  'magenta',
  'purple',
  'cyan',
  'geekblue',
  'lime',
  'volcano',
] as const

interface ColorSelectProps {
  value: string | undefined
  onChange: (color: string | undefined) => void
}

function Dot({ color }: { color: string | undefined }) {
  const fill = color && (COLORS as readonly string[]).includes(color) ? `var(--ant-${color}-6)` : color
  return <span className={styles['dot']} style={{ background: fill ?? 'var(--ant-color-fill)' }} />
}

/** The colour of an option's tag. */
export function ColorSelect({ value, onChange }: ColorSelectProps) {
  const t = useTexts()
  const entries = ['', ...COLORS]
  return (
    <Select
      className={styles['select']}
      aria-label={t('option.color')}
      value={value ?? ''}
      popupMatchSelectWidth={false}
      options={entries.map((color) => ({ value: color, label: color }))}
      labelRender={({ value: color }) => <Dot color={String(color) || undefined} />}
      optionRender={({ value: color }) => (
        <span className={styles['name']}>
          <Dot color={String(color) || undefined} /> {t(`color.${String(color) || 'none'}`)}
        </span>
      )}
      onChange={(color: string) => onChange(color || undefined)}
    />
  )
}
