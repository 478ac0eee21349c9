import { CheckOutlined, InboxOutlined, SettingOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Select, Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { INBOX_BOXES, NOTICE_KINDS, type InboxBox, type NoticeKind } from '../api/inbox'
import { useDocumentTitle } from '../shared/documentTitle'
import { LinkButton } from '../shared/LinkButton'
import { InboxList } from './InboxList'
import { unreadQuery } from './queries'
import { useInboxTexts } from './texts'
import { useMark } from './useMark'
import styles from './inbox.module.css'

/** Everything that I was told. */
export function InboxPage() {
  const t = useInboxTexts()
  const [search, setSearch] = useSearchParams()
  const { data: unread = 0 } = useQuery(unreadQuery)
  useDocumentTitle(t('title'))
  const box = INBOX_BOXES.find((each) => each === search.get('box')) ?? 'inbox'
  const kind = NOTICE_KINDS.find((each) => each === search.get('kind')) ?? null
  const show = (next: { box?: InboxBox; kind?: NoticeKind | null }) => {
    const asked = { box, kind, ...next }
    setSearch({ box: asked.box, ...(asked.kind ? { kind: asked.kind } : {}) }, { replace: true })
  }

  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('title')}</h1>
        <span className={styles['spacer']} />
        <PageActions kind={kind} />
      </header>
      <Tabs
        activeKey={box}
        onChange={(key) => show({ box: key as InboxBox })}
        tabBarExtraContent={
          <Select<NoticeKind | ''>
            value={kind ?? ''}
            onChange={(value) => show({ kind: value || null })}
            aria-label={t('all_kinds')}
            popupMatchSelectWidth={false}
            options={[
              { value: '', label: t('all_kinds') },
              ...NOTICE_KINDS.map((value) => ({ value, label: t(`kind_${value}`) })),
            ]}
          />
        }
        items={INBOX_BOXES.map((key) => ({
          key,
          label: (
            <Badge count={key === 'unread' ? unread : 0} overflowCount={99} size="small" offset={[10, 0]}>
              {t(`box_${key}`)}
            </Badge>
          ),
          children: <InboxList box={key} kind={kind} />,
        }))}
      />
    </div>
  )
}

function PageActions({ kind }: { kind: NoticeKind | null }) {
  const t = useInboxTexts()
  const mark = useMark()
  const all = { all: true, ...(kind ? { kind } : {}) }
  return (
    <>
      <Button icon={<CheckOutlined />} onClick={() => mark('read', all)}>
        {t('read_all')}
      </Button>
      <Button icon={<InboxOutlined />} onClick={() => mark('archive', all)}>
        {t('archive_all')}
      </Button>
      <LinkButton to="/account#notifications" icon={<SettingOutlined />} aria-label={t('settings')} />
    </>
  )
}
