import {
  ArrowLeftOutlined,
  DeleteOutlined,
  DownloadOutlined,
  EllipsisOutlined,
  PlusOutlined,
} from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { NamedIcon } from '../../shared/icons'
import { useIsNarrow } from '../../shared/media'
import { CountText } from './CountText'
import { ExportDialog } from './ExportDialog'
import { FRESH } from './urlState'
import type { ListData } from './useListData'
import styles from './list.module.css'

export function ListHeader({ data, onCreate }: { data: ListData; onCreate: () => void }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const isNarrow = useIsNarrow()
  const { entity, state, change } = data
  const [isExporting, setExporting] = useState(false)
  const label = t('field.create', { label: labelOf(entity) })
  return (
    <div className={styles['head']}>
      <span className={styles['icon']} aria-hidden>
        <NamedIcon name={entity.icon} />
      </span>
      <h1 className={styles['title']} title={pluralOf(entity)} dir="auto">
        {state.isBin ? t('list.bin_of', { plural: pluralOf(entity) }) : pluralOf(entity)}
      </h1>
      <CountText list={data.list} />
      <span className={styles['grow']} />
      {state.isBin && (
        <Button icon={<ArrowLeftOutlined />} onClick={() => change({ isBin: false })}>
          {t('list.leave_bin')}
        </Button>
      )}
      {entity.can.create && !state.isBin && (
        <Button
          type="primary"
          className={styles['create'] ?? ''}
          icon={<PlusOutlined />}
          onClick={onCreate}
          title={`${label} (N)`}
          aria-label={label}
        >
          {isNarrow ? null : label}
        </Button>
      )}
      {!state.isBin && (
        <Dropdown
          trigger={['click']}
          placement="bottomRight"
          menu={{
            items: [
              ...(entity.can.export
                ? [{ key: 'export', icon: <DownloadOutlined />, label: t('export.open') }]
                : []),
              { key: 'bin', icon: <DeleteOutlined />, label: t('list.open_bin') },
            ],
            onClick: ({ key }) => (key === 'bin' ? change({ ...FRESH, isBin: true }) : setExporting(true)),
          }}
        >
          <IconButton type="text" icon={<EllipsisOutlined />} label={t('list.more_actions')} />
        </Dropdown>
      )}
      {isExporting && <ExportDialog data={data} onClose={() => setExporting(false)} />}
    </div>
  )
}
