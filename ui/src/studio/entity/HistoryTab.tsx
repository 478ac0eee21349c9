import { useSuspenseQuery } from '@tanstack/react-query'
import { Empty } from 'antd'
import { versionsQuery } from '../api/metadata'
import type { Version, VersionChange } from '../api/types'
import { useTexts } from '../texts'
import { VersionTimeline } from '../versions/VersionTimeline'
import type { EntityTabProps } from './entityTab'

function isAbout(change: VersionChange, entity: string): boolean {
  return change.key === entity || change.key.startsWith(`${entity}.`)
}

/** The versions that touched this entity, its fields, forms and lists. */
export function HistoryTab({ entity }: EntityTabProps) {
  const t = useTexts()
  const { data: versions } = useSuspenseQuery(versionsQuery)
  const names = [entity.key, ...(entity.aliases ?? [])]
  const touching = versions.flatMap((version): Version[] => {
    const changes = version.changes.filter((change) => names.some((name) => isAbout(change, name)))
    return changes.length > 0 ? [{ ...version, changes }] : []
  })
  if (touching.length === 0) return <Empty description={t('versions.none_here')} />
  return <VersionTimeline versions={touching} current={versions[0]?.number ?? 0} />
}
