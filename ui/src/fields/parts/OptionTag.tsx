import { Tag } from 'antd'
import type { Field } from '../../api/types'
import { useOption } from '../../schema/options'
import styles from './cells.module.css'

export function OptionTag({ field, option }: { field: Field; option: string }) {
  const { label, color } = useOption(field, option)
  return (
    <Tag color={color ?? 'default'} className={styles['tag'] ?? ''} title={label} dir="auto">
      {label}
    </Tag>
  )
}
