import { SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Select, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { BOXES } from '../api/approvals'
import { useMayWrite } from '../api/useMayWrite'
import { useLabel } from '../schema/labels'
import { useSchema } from '../schema/useSchema'
import { useDocumentTitle } from '../shared/documentTitle'
import { BoxList } from './BoxList'
import { DelegationDrawer } from './DelegationDrawer'
import { toDoQuery } from './queries'
import styles from './process.module.css'

/** My approvals: what waits for me, what I started, was copied, decided. */
export function ApprovalsPage() {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const mayWrite = useMayWrite()
  const [search, setSearch] = useSearchParams()
  const [isDelegating, setDelegating] = useState(false)
  const { data: waiting } = useQuery(toDoQuery)
  useDocumentTitle(t('approval.title'))
  const asked = search.get('box')
  const box = BOXES.find((each) => each === asked) ?? 'to_do'
  const kinds = useSchema().entities.filter(({ workflows }) => workflows.length > 0)
  const only = search.get('entity')
  const show = (next: string, entity: string | null) =>
    setSearch({ box: next, ...(entity ? { entity } : {}) }, { replace: true })

  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('approval.title')}</h1>
        <span className={styles['spacer']} />
        <Select
          allowClear
          value={only}
          placeholder={t('approval.all_kinds')}
          aria-label={t('approval.all_kinds')}
          options={kinds.map((entity) => ({ value: entity.key, label: labelOf(entity) }))}
          onChange={(entity?: string) => show(box, entity ?? null)}
          popupMatchSelectWidth={false}
        />
        {mayWrite && (
          <Button icon={<SwapOutlined />} onClick={() => setDelegating(true)}>
            {t('approval.delegations')}
          </Button>
        )}
      </header>
      <Tabs
        activeKey={box}
        onChange={(key) => show(key, only)}
        items={BOXES.map((key) => ({
          key,
          label: (
            <Badge count={key === 'to_do' ? (waiting ?? 0) : 0} size="small" offset={[10, 0]}>
              {t(`approval.box_${key}`)}
            </Badge>
          ),
          children: <BoxList key={`${key}:${only}`} box={key} only={only} />,
        }))}
      />
      {isDelegating && <DelegationDrawer onClose={() => setDelegating(false)} />}
    </div>
  )
}
