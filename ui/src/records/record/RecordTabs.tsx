import { Tabs, type TabsProps } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { useIsStaff } from '../../api/useIsStaff'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import type { Layout } from '../../schema/layout'
import { useTalkTexts } from '../../inbox/talkTexts'
import { RecordCases } from '../../process/RecordCases'
import { useRecordCases } from '../../process/useRecordCases'
import { CommentList } from '../comments/CommentList'
import { ReadBody } from './ReadBody'
import { HistoryList } from './HistoryList'
import { RelatedLists } from './RelatedColumn'
import { OrganisationChart } from '../tree/OrganisationChart'
import type { RecordEditor } from './useRecordEditor'
import styles from './record.module.css'

interface RecordTabsProps {
  entity: Entity
  record: RecordDocument
  layout: Layout
  editor: RecordEditor
  active: string | undefined
  onActivate: (key: string) => void
  hasRelatedTab: boolean
}

export function RecordTabs(props: RecordTabsProps) {
  const { entity, record, layout, editor, active, onActivate, hasRelatedTab } = props
  const { t } = useTranslation()
  const tTalk = useTalkTexts()
  const labelOf = useLabel()
  const cases = useRecordCases({ entity, record })
  const isStaff = useIsStaff()
  const parent = entity.fields.find(({ kind }) => kind === 'parent')

  const own: TabsProps['items'] = layout.tabs.map((tab) => ({
    key: `tab:${tab.key}`,
    label: labelOf(tab, t('record.details')),
    children: <ReadBody regions={tab.regions} record={record} editor={editor} />,
  }))
  const related = {
    key: 'related',
    label: t('record.related'),
    children: <RelatedLists entity={entity} record={record} related={layout.related} />,
  }
  const chart = parent && {
    key: 'chart',
    label: t('record.chart'),
    children: <OrganisationChart entity={entity} parentField={parent.key} record={record} />,
  }
  const approvals = cases?.length && {
    key: 'approvals',
    label: t('approval.title'),
    children: <RecordCases cases={cases} />,
  }
  const comments = {
    key: 'comments',
    label: tTalk('comments'),
    children: <CommentList entity={entity} id={record.id} />,
  }
  const history = {
    key: 'history',
    label: t('record.history'),
    children: <HistoryList entity={entity} id={record.id} />,
  }
  const items = [
    ...own,
    ...(hasRelatedTab && layout.related.length ? [related] : []),
    ...(chart ? [chart] : []),
    ...(approvals ? [approvals] : []),
    ...(isStaff ? [comments, history] : []),
  ]

  return (
    <Tabs
      className={styles['tabs'] ?? ''}
      items={items}
      activeKey={items.some(({ key }) => key === active) ? active! : (items[0]?.key ?? '')}
      onChange={onActivate}
    />
  )
}
