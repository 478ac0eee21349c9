import { PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Entity } from '../../api/types'
import { useLabel, type LabelOf } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { componentsQuery } from '../api/metadata'
import { PageHeader } from '../controls/PageHeader'
import { useTexts } from '../texts'
import { EntityCard } from './EntityCard'
import { NewEntityDrawer } from './NewEntityDrawer'
import styles from './HomePage.module.css'

type Shown = 'all' | 'own' | 'lines' | 'system'
const SHOWN: Shown[] = ['all', 'own', 'lines', 'system']

function isShown(entity: Entity, shown: Shown): boolean {
  if (shown === 'system') return entity.system ?? false
  if (shown === 'lines') return Boolean(entity.line_of)
  return shown === 'all' ? !entity.line_of : !entity.line_of && !entity.system
}

function matches(entity: Entity, wanted: string, labelOf: LabelOf): boolean {
  const words = [
    entity.key,
    labelOf(entity),
    ...Object.values(entity.label ?? {}),
    ...Object.values(entity.plural ?? {}),
  ]
  return words.some((word) => word?.toLowerCase().includes(wanted.trim().toLowerCase()))
}

/** Where an administrator starts: everything that the application consists of. */
export function HomePage() {
  const t = useTexts()
  const labelOf = useLabel()
  const { entities } = useSchema()
  const { data: origins } = useQuery(componentsQuery('entity'))
  const [wanted, setWanted] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  const [isCreating, setCreating] = useState(false)
  useDocumentTitle(t('frame.entities'), t('frame.studio'))

  const found = entities
    .filter((entity) => isShown(entity, shown) && matches(entity, wanted, labelOf))
    .sort(
      (a, b) => Number(a.system ?? false) - Number(b.system ?? false) || labelOf(a).localeCompare(labelOf(b)),
    )

  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('home.new_entity')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('frame.entities')} subtitle={t('home.subtitle')} actions={create} />
      <Flex gap={12} wrap style={{ marginBottom: 16 }}>
        <Input
          allowClear
          className={styles['search']}
          prefix={<SearchOutlined />}
          placeholder={t('home.search')}
          aria-label={t('home.search')}
          onChange={({ target }) => setWanted(target.value)}
        />
        <Segmented
          value={shown}
          onChange={setShown}
          options={SHOWN.map((value) => ({ value, label: t(`home.shown.${value}`) }))}
        />
      </Flex>
      {found.length === 0 ? (
        <Empty description={t(wanted ? 'home.nothing_found' : 'home.empty')}>{create}</Empty>
      ) : (
        <ul className={styles['cards']}>
          {found.map((entity) => (
            <EntityCard
              key={entity.key}
              entity={entity}
              origin={origins?.find(({ key }) => key === entity.key)}
            />
          ))}
        </ul>
      )}
      {isCreating && <NewEntityDrawer onClose={() => setCreating(false)} />}
    </>
  )
}
