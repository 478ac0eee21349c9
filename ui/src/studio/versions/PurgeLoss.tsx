import { Alert } from 'antd'
import { useFormat } from '../../shared/format/useFormat'
import type { RetiredItem } from '../api/types'
import { useTexts } from '../texts'

/** What the chosen parts hold, and which versions need them. */
export function PurgeLoss({ items }: { items: readonly RetiredItem[] }) {
  const t = useTexts()
  const format = useFormat()
  const size = items.reduce((sum, item) => sum + item.bytes + item.file_bytes, 0)
  const versions = [...new Set(items.flatMap((item) => item.versions))].toSorted((a, b) => a - b)
  const span = versions.length > 1 ? `${versions[0]} – ${versions.at(-1)}` : String(versions[0])
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlock: 12 }}
      title={
        versions.length > 0
          ? t('versions.purge_versions', { count: versions.length, span })
          : t('versions.purge_sum', { size: format.bytes(size) })
      }
      description={versions.length > 0 && t('versions.purge_sum', { size: format.bytes(size) })}
    />
  )
}
