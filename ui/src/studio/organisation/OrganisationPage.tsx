import { PlusOutlined } from '@ant-design/icons'
import type { DragEndEvent } from '@dnd-kit/core'
import { Empty } from 'antd'
import { useState } from 'react'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { useDocumentTitle } from '../../shared/documentTitle'
import { DragArea } from '../../shared/drag/DragArea'
import { LinkButton } from '../../shared/LinkButton'
import { createPath, listPath } from '../../shared/paths'
import { PageHeader } from '../controls/PageHeader'
import { useTexts } from '../texts'
import { MoveDialog, type Wish } from './MoveDialog'
import { TopPlace } from './TopPlace'
import { UnitBranch } from './UnitBranch'
import { findNode, idsBelow, useOrganisation } from './useOrganisation'
import styles from './organisation.module.css'

const TOP = 'top'

/** The organisation as a tree: heads, people, and units that are dragged to where they belong. */
export function OrganisationPage() {
  const t = usePeopleTexts()
  const tStudio = useTexts()
  const tree = useOrganisation()
  const [wish, setWish] = useState<Wish | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  useDocumentTitle(t('organisation'), tStudio('frame.studio'))
  const moving = dragged ? findNode(tree, dragged) : null

  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    const unit = findNode(tree, String(active.id))
    if (!unit || !over || idsBelow(unit).has(String(over.id))) return
    setWish({ unit, to: over.id === TOP ? null : String(over.id) })
  }

  return (
    <>
      <PageHeader
        title={t('organisation')}
        subtitle={t('organisation_subtitle')}
        actions={
          <>
            <LinkButton to={listPath('user')}>{t('users')}</LinkButton>
            <LinkButton to={createPath('unit')} type="primary" icon={<PlusOutlined />}>
              {t('add_unit')}
            </LinkButton>
          </>
        }
      />
      {tree.length === 0 ? (
        <Empty description={t('no_units')}>{t('empty_hint')}</Empty>
      ) : (
        <DragArea
          onDragStart={({ active }) => setDragged(String(active.id))}
          onDragCancel={() => setDragged(null)}
          onDragEnd={drop}
        >
          {moving && <TopPlace id={TOP} />}
          <ul className={styles['tree']} role="tree" aria-label={t('organisation')}>
            {tree.map((node) => (
              <UnitBranch
                key={node.id}
                node={node}
                depth={0}
                refused={moving ? idsBelow(moving) : null}
                onMove={(unit) => setWish({ unit, to: undefined })}
              />
            ))}
          </ul>
        </DragArea>
      )}
      {wish && <MoveDialog tree={tree} wish={wish} onClose={() => setWish(null)} />}
    </>
  )
}
