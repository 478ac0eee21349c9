import { Tabs } from 'antd'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { Drawer } from '../../shared/Drawer'
import { useIsNarrow } from '../../shared/media'
import { titleOf } from '../titles'
import type { AccessTabProps } from './accessTab'
import { ReasonsTab } from './ReasonsTab'
import { SharesTab } from './SharesTab'
import { TeamTab } from './TeamTab'
import { usePeopleTexts } from '../people/peopleTexts'
import { useAccessTexts } from './accessTexts'
import { ViewersTab } from './ViewersTab'

/** Who was let in on a record, and why somebody may or may not do what with it. */
export function AccessDrawer({
  entity,
  record,
  canShare,
  onClose,
}: {
  entity: Entity
  record: RecordDocument
  canShare: boolean
  onClose: () => void
}) {
  const t = useAccessTexts()
  const tPeople = usePeopleTexts()
  const isNarrow = useIsNarrow()
  const shared: AccessTabProps = { entity, id: record.id, canShare }
  const items = [
    { key: 'share', label: t('share'), children: <SharesTab {...shared} /> },
    ...(entity.team?.length ? [{ key: 'team', label: t('team'), children: <TeamTab {...shared} /> }] : []),
    ...(shared.canShare
      ? [{ key: 'who', label: tPeople('who_sees'), children: <ViewersTab {...shared} /> }]
      : []),
    { key: 'why', label: t('why'), children: <ReasonsTab {...shared} /> },
  ]
  return (
    <Drawer
      open
      title={<bdi>{`${t('open')} · ${titleOf(entity, record)}`}</bdi>}
      onClose={onClose}
      {...(isNarrow ? { placement: 'bottom', size: '92%' } : { size: 560 })}
    >
      <Tabs items={items} destroyOnHidden />
    </Drawer>
  )
}
