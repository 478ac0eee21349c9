import { PlusOutlined } from '@ant-design/icons'
import { Button, Empty } from 'antd'
import { useState } from 'react'
import { newLayout } from '../changes/layout'
import { storedFields } from '../changes/fields'
import type { EntityTabProps } from '../entity/entityTab'
import { useLabel } from '../../schema/labels'
import { useSave } from '../save/SaveContext'
import { IssueList } from '../save/IssueList'
import type { Issue } from '../../api/problem'
import { useTexts } from '../texts'
import { LayoutEditor } from './LayoutEditor'

const TEXTS = {
  layout: { en: 'Main form', 'zh-hans': '主表单' },
  tab: { en: 'Details', 'zh-hans': '详细信息' },
  region: { en: 'General', 'zh-hans': '基本信息' },
}

export function LayoutTab(props: EntityTabProps) {
  const { entity } = props
  const [chosen, setChosen] = useState<string | null>(null)
  const layout = entity.layouts.find(({ key }) => key === chosen) ?? entity.layouts[0]
  if (!layout) return <NoLayout {...props} />
  return <LayoutEditor key={layout.key} entity={entity} layoutKey={layout.key} onChoose={setChosen} />
}

function NoLayout({ entity, stored }: EntityTabProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const [issues, setIssues] = useState<Issue[]>([])

  const create = async () => {
    const fields = Object.fromEntries(
      storedFields(stored.document).map(({ key, document }) => [key, document]),
    )
    const document = newLayout(entity.key, fields, TEXTS)
    const outcome = await save({
      changes: [{ op: 'put', kind: 'layout', key: document.key, document }],
      message: t('message.layout_added', { entity: labelOf(entity) }),
    })
    setIssues('issues' in outcome ? outcome.issues : [])
  }
  return (
    <>
      <IssueList issues={issues} />
      <Empty description={t('layout.empty')}>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => void create()}>
          {t('layout.create')}
        </Button>
      </Empty>
    </>
  )
}
