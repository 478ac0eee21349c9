import { Checkbox, Flex, Tag, Typography } from 'antd'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import type { RetiredItem } from '../api/types'
import { useTexts } from '../texts'
import styles from './Versions.module.css'

interface RetiredListProps {
  items: readonly RetiredItem[]
  chosen: readonly string[]
  onChoose: (keys: readonly string[]) => void
}

export function RetiredList({ items, chosen, onChoose }: RetiredListProps) {
  const t = useTexts()
  const keys = items.map(({ key }) => key)
  const count = keys.filter((key) => chosen.includes(key)).length
  const toggle = (key: string) =>
    onChoose(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key])
  return (
    <>
      {items.length > 1 && (
        <Checkbox
          checked={count === keys.length}
          indeterminate={count > 0 && count < keys.length}
          onChange={({ target }) => onChoose(target.checked ? keys : [])}
        >
          {t('versions.purge_all')}
        </Checkbox>
      )}
      <ul className={styles['retired']}>
        {items.map((item) => (
          <li key={item.key}>
            <Checkbox checked={chosen.includes(item.key)} onChange={() => toggle(item.key)}>
              <RetiredName item={item} />
            </Checkbox>
          </li>
        ))}
      </ul>
    </>
  )
}

function RetiredName({ item }: { item: RetiredItem }) {
  const t = useTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const isEntity = item.what === 'entity'
  const name = item.label
    ? labelOf({ label: item.label })
    : t('versions.purge_system', { name: item.key.split('.').at(-1) })
  const facts = [
    t(isEntity ? 'versions.purge_records' : 'versions.purge_rows', { count: item.rows }),
    format.bytes(item.bytes + item.file_bytes),
    item.files > 0 ? t('versions.purge_files', { count: item.files }) : null,
  ]
  return (
    <Flex vertical>
      <span className={styles['message']}>
        {name} {isEntity && <Tag>{t('versions.purge_entity')}</Tag>}
        {!isEntity && item.entity && (
          <Typography.Text type="secondary">{labelOf({ label: item.entity })}</Typography.Text>
        )}
      </span>
      <Typography.Text type="secondary">{facts.filter(Boolean).join(' · ')}</Typography.Text>
    </Flex>
  )
}
