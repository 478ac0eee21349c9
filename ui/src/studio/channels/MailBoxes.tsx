import { InboxOutlined, LinkOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Tag } from 'antd'
import { useState } from 'react'
import { removeMailBox, testMailBox, type MailBox } from '../../api/mailboxes'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import { MailBoxDrawer } from './MailBoxDrawer'
import { useMailBoxTexts } from './mailBoxTexts'
import styles from './outside.module.css'
import { mailBoxesKey, mailBoxesQuery } from './queries'
import { ReceivedMails } from './ReceivedMails'
import { SetUpButtons } from './SetUpButtons'

/** Mail boxes that are looked into, and what came in. */
export function MailBoxes() {
  const t = useMailBoxTexts()
  const { data } = useSuspenseQuery(mailBoxesQuery)
  const [edited, setEdited] = useState<MailBox | 'new' | null>(null)
  return (
    <Card
      size="small"
      title={t('title')}
      extra={
        <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('add')}
        </Button>
      }
    >
      <p className={styles['hint']}>{t(data.items.length === 0 ? 'none' : 'hint')}</p>
      <ul className={styles['list']} aria-label={t('title')}>
        {data.items.map((box) => (
          <OneBox key={box.key} box={box} onEdit={() => setEdited(box)} />
        ))}
      </ul>
      {data.items.length > 0 && <ReceivedMails />}
      {edited && <MailBoxDrawer box={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Card>
  )
}

function OneBox({ box, onEdit }: { box: MailBox; onEdit: () => void }) {
  const t = useMailBoxTexts()
  const labelOf = useLabel()
  return (
    <li>
      <Flex gap={8} align="center" justify="space-between" wrap className={styles['mail'] ?? ''}>
        <div className={styles['story']}>
          <InboxOutlined /> <strong dir="auto">{labelOf(box)}</strong> {!box.enabled && <Tag>{t('off')}</Tag>}
          <div>
            {box.options['address']} · {box.options['host']}
          </div>
          <BoxState box={box} />
        </div>
        <SetUpButtons
          t={t}
          icon={<LinkOutlined />}
          test={() => testMailBox(box.key)}
          tested={({ messages }) => t('tested', { count: messages })}
          remove={() => removeMailBox(box.key)}
          queryKey={mailBoxesKey}
          onEdit={onEdit}
        />
      </Flex>
    </li>
  )
}

function BoxState({ box }: { box: MailBox }) {
  const t = useMailBoxTexts()
  const format = useFormat()
  if (!box.enabled) return null
  if (box.failing_since) {
    const told = { when: format.dateTime(box.failing_since), error: box.error }
    return <Alert type="error" showIcon title={t('failing', told)} />
  }
  const looked = box.looked_at ? t('looked', { when: format.ago(box.looked_at) }) : t('waiting')
  return <div className={styles['quiet']}>{looked}</div>
}
