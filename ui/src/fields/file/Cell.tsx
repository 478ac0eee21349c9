import { PaperClipOutlined } from '@ant-design/icons'
import { useFormat } from '../../shared/format/useFormat'
import { previewed } from '../../shared/previewing'
import { Blank } from '../parts/Blank'
import { isStoredFile } from '../parts/files'
import styles from '../parts/cells.module.css'
import type { CellProps } from '../types'

export function FileCell({ value, inline }: CellProps) {
  const format = useFormat()
  if (!isStoredFile(value)) return <Blank inline={inline} />
  const address = previewed(value.url)
  const isPicture = value.type.startsWith('image/') && !value.type.includes('svg')
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener"
      className={styles['person']}
      title={`${value.name} (${format.bytes(value.size)})`}
      onClick={(event) => event.stopPropagation()}
    >
      {isPicture && !inline ? (
        <img src={address} alt="" style={{ maxHeight: 96, maxWidth: 160, borderRadius: 6 }} loading="lazy" />
      ) : (
        <PaperClipOutlined />
      )}
      <span className={styles['line']}>{value.name}</span>
    </a>
  )
}
