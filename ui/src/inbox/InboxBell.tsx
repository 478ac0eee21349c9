import { BellOutlined, CheckOutlined, SettingOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Segmented } from 'antd'
import { useState } from 'react'
import type { InboxBox } from '../api/inbox'
import { Drawer } from '../shared/Drawer'
import { IconButton } from '../shared/IconButton'
import { LinkButton } from '../shared/LinkButton'
import { inboxPath } from '../shared/paths'
import { InboxList } from './InboxList'
import { unreadQuery } from './queries'
import { useInboxTexts } from './texts'
import { useMark } from './useMark'
import styles from './inbox.module.css'

/** The bell with the number of unread notifications; opens them beside the page. */
export function InboxBell() {
  const t = useInboxTexts()
  const { data: unread = 0 } = useQuery(unreadQuery)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Badge count={unread} overflowCount={99} size="small" offset={[-6, 6]}>
        <IconButton
          type="text"
          icon={<BellOutlined />}
          label={t('bell', { count: unread })}
          onClick={() => setOpen(true)}
        />
      </Badge>
      {isOpen && <InboxDrawer onClose={() => setOpen(false)} />}
    </>
  )
}

function InboxDrawer({ onClose }: { onClose: () => void }) {
  const t = useInboxTexts()
  const mark = useMark()
  const [box, setBox] = useState<InboxBox>('inbox')
  return (
    <Drawer
      open
      size="min(420px, 100vw)"
      title={t('title')}
      onClose={onClose}
      styles={{ body: { padding: 0 } }}
      extra={
        <>
          <IconButton
            type="text"
            icon={<CheckOutlined />}
            label={t('read_all')}
            onClick={() => mark('read', { all: true })}
          />
          <LinkButton
            to="/account#notifications"
            type="text"
            icon={<SettingOutlined />}
            title={t('settings')}
            aria-label={t('settings')}
          />
        </>
      }
      footer={
        <span onClickCapture={onClose}>
          <LinkButton to={inboxPath()} type="link" block>
            {t('open_page')}
          </LinkButton>
        </span>
      }
    >
      <div className={styles['bar']}>
        <Segmented<InboxBox>
          block
          value={box}
          onChange={setBox}
          options={(['inbox', 'unread'] as const).map((value) => ({ value, label: t(`box_${value}`) }))}
        />
      </div>
      <InboxList box={box} kind={null} onLeave={onClose} />
    </Drawer>
  )
}
