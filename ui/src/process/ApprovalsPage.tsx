import { SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { BOXES } from '../api/approvals'
import { useDocumentTitle } from '../shared/documentTitle'
import { BoxList } from './BoxList'
import { DelegationDrawer } from './DelegationDrawer'
import { toDoQuery } from './queries'
import styles from './process.module.css'

/** My approvals: what waits for me, what I started, was copied, decided. */
export function ApprovalsPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const [isDelegating, setDelegating] = useState(false)
  const { data: waiting } = useQuery(toDoQuery)
  useDocumentTitle(t('approval.title'))
  const asked = search.get('box')
  const box = BOXES.find((each) => each === asked) ?? 'to_do'

  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('approval.title')}</h1>
        <span className={styles['spacer']} />
        <Button icon={<SwapOutlined />} onClick={() => setDelegating(true)}>
          {t('approval.delegations')}
        </Button>
      </header>
      <Tabs
        activeKey={box}
        onChange={(key) => setSearch({ box: key }, { replace: true })}
        items={BOXES.map((key) => ({
          key,
          label: (
            <Badge count={key === 'to_do' ? (waiting ?? 0) : 0} size="small" offset={[10, 0]}>
              {t(`approval.box_${key}`)}
            </Badge>
          ),
          children: <BoxList box={key} />,
        }))}
      />
      {isDelegating && <DelegationDrawer onClose={() => setDelegating(false)} />}
    </div>
  )
}
