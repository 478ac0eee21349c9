import { UnorderedListOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Flex, Result, Tabs, Tag } from 'antd'
import { Suspense, type ComponentType } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { NamedIcon } from '../../shared/icons'
import { PageSkeleton } from '../../shared/PageSkeleton'
import { listPath } from '../../shared/paths'
import { componentQuery } from '../api/metadata'
import { PageHeader } from '../controls/PageHeader'
import { ApprovalsTab } from '../approvals/ApprovalsTab'
import { ConversionsTab } from '../conversions/ConversionsTab'
import { FieldsTab } from '../fields/FieldsTab'
import { EntityTags } from '../home/EntityCard'
import { LayoutTab } from '../layout/LayoutTab'
import { MailsTab } from '../mails/MailsTab'
import { ENTITY_TABS, entityPath, studioHome, type EntityTab } from '../paths'
import { RulesTab } from '../rules/RulesTab'
import { StagesTab } from '../stages/StagesTab'
import { useTexts } from '../texts'
import { ViewsTab } from '../views/ViewsTab'
import { AccessTab } from './AccessTab'
import { HistoryTab } from './HistoryTab'
import { LinesTab } from './LinesTab'
import { SettingsTab } from './SettingsTab'
import type { EntityTabProps } from './entityTab'

const CONTENTS: Record<EntityTab, ComponentType<EntityTabProps>> = {
  fields: FieldsTab,
  form: LayoutTab,
  lists: ViewsTab,
  rules: RulesTab,
  stages: StagesTab,
  conversions: ConversionsTab,
  mails: MailsTab,
  approvals: ApprovalsTab,
  lines: LinesTab,
  settings: SettingsTab,
  access: AccessTab,
  history: HistoryTab,
}

function isTab(tab: string | undefined): tab is EntityTab {
  return ENTITY_TABS.includes(tab as EntityTab)
}

export function EntityPage() {
  const { entity: key = '', tab = 'fields' } = useParams()
  const entity = useEntity(key)
  if (!entity) return <NoEntity />
  if (entity.key !== key || !isTab(tab))
    return <Navigate to={entityPath(entity.key, isTab(tab) ? tab : 'fields')} replace />
  return <OpenEntity entity={entity} tab={tab} />
}

function OpenEntity({ entity, tab }: { entity: Entity; tab: EntityTab }) {
  const t = useTexts()
  const labelOf = useLabel()
  const navigate = useNavigate()
  const { data: stored } = useSuspenseQuery(componentQuery('entity', entity.key))
  useDocumentTitle(labelOf(entity), t('frame.studio'))
  const Content = CONTENTS[tab]
  return (
    <>
      <EntityHeader entity={entity} />
      <Tabs
        style={{ marginBottom: 12 }}
        activeKey={tab}
        onChange={(next) => void navigate(entityPath(entity.key, next as EntityTab))}
        items={ENTITY_TABS.map((name) => ({ key: name, label: t(`entity.tab.${name}`) }))}
      />
      <Suspense fallback={<PageSkeleton />}>
        <Content key={entity.key} entity={entity} stored={stored} />
      </Suspense>
    </>
  )
}

function EntityHeader({ entity }: { entity: Entity }) {
  const t = useTexts()
  const labelOf = useLabel()
  const title = (
    <Flex gap={10} align="center" wrap>
      <NamedIcon name={entity.icon} />
      <span style={{ overflowWrap: 'anywhere' }}>{labelOf(entity)}</span>
    </Flex>
  )
  const subtitle = (
    <Flex gap={8} align="center" wrap>
      <Link to={studioHome}>{t('frame.entities')}</Link>
      <Tag style={{ fontFamily: 'var(--ant-font-family-code)' }}>{entity.key}</Tag>
      <EntityTags entity={entity} />
    </Flex>
  )
  const records = entity.line_of ? null : (
    <Link to={listPath(entity.key)}>
      <Button icon={<UnorderedListOutlined />}>{t('entity.open_records')}</Button>
    </Link>
  )
  return <PageHeader title={title} subtitle={subtitle} actions={records} />
}

function NoEntity() {
  const t = useTexts()
  return (
    <Result
      status="404"
      title={t('entity.missing')}
      subTitle={t('entity.missing_hint')}
      extra={
        <Link to={studioHome}>
          <Button type="primary">{t('entity.back')}</Button>
        </Link>
      }
    />
  )
}
