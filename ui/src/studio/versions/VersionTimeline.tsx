import { RollbackOutlined } from '@ant-design/icons'
import { Avatar, Button, Collapse, Flex, Tag, Typography } from 'antd'
import { useLocation } from 'react-router'
import { useFormat } from '../../shared/format/useFormat'
import { initials } from '../../shared/initials'
import type { Version } from '../api/types'
import { useTexts } from '../texts'
import { DifferenceList } from './DifferenceList'
import { useRollback } from './useRollback'
import styles from './Versions.module.css'

interface VersionTimelineProps {
  versions: readonly Version[]
  /** The number of the version that is live. */
  current: number
}

const OPEN_AT_ONCE = 6

export function VersionTimeline({ versions, current }: VersionTimelineProps) {
  return (
    <ol className={styles['timeline']}>
      {versions.map((version) => (
        <VersionCard key={version.number} version={version} isCurrent={version.number === current} />
      ))}
    </ol>
  )
}

function VersionCard({ version, isCurrent }: { version: Version; isCurrent: boolean }) {
  const t = useTexts()
  const { hash } = useLocation()
  const rollback = useRollback()
  const { number, changes } = version
  const isWanted = hash === `#v${number}`
  const isOpen = isWanted || changes.length <= OPEN_AT_ONCE
  return (
    <li id={`v${number}`} className={styles['version']} data-wanted={isWanted}>
      <Flex justify="space-between" gap={12} wrap align="flex-start">
        <VersionTitle version={version} isCurrent={isCurrent} />
        {!isCurrent && (
          <Button size="small" icon={<RollbackOutlined />} onClick={() => void rollback(number)}>
            {t('versions.roll_back')}
          </Button>
        )}
      </Flex>
      {changes.length > 0 && (
        <Collapse
          ghost
          size="small"
          defaultActiveKey={isOpen ? ['changes'] : []}
          items={[
            {
              key: 'changes',
              label: t('versions.changes', { count: changes.length }),
              children: <DifferenceList changes={changes} />,
            },
          ]}
        />
      )}
    </li>
  )
}

function VersionTitle({ version, isCurrent }: { version: Version; isCurrent: boolean }) {
  const t = useTexts()
  const format = useFormat()
  const author = version.author?.label ?? t('versions.system')
  return (
    <Flex gap={12} style={{ minWidth: 0 }}>
      <Avatar size="small">{initials(author)}</Avatar>
      <div style={{ minWidth: 0 }}>
        <Flex gap={8} align="center" wrap>
          <strong>{t('versions.number', { number: version.number })}</strong>
          {isCurrent && <Tag color="green">{t('versions.live')}</Tag>}
          <span className={styles['message']}>{version.message || t('versions.no_message')}</span>
        </Flex>
        <Typography.Text type="secondary">
          {author} · <time dateTime={version.created_at}>{format.dateTime(version.created_at)}</time>
        </Typography.Text>
      </div>
    </Flex>
  )
}
