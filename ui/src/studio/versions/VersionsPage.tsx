import { DeleteOutlined, SwapOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Empty } from 'antd'
import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { useDocumentTitle } from '../../shared/documentTitle'
import { versionsQuery } from '../api/metadata'
import { PageHeader } from '../controls/PageHeader'
import { useTexts } from '../texts'
import { CompareVersions } from './CompareVersions'
import { PurgeDialog } from './PurgeDialog'
import { VersionTimeline } from './VersionTimeline'

/** Everything that ever changed, who did it, and the way back. */
export function VersionsPage() {
  const t = useTexts()
  const { hash } = useLocation()
  const [isComparing, setComparing] = useState(false)
  const [isPurging, setPurging] = useState(false)
  const { data: versions } = useSuspenseQuery(versionsQuery)
  useDocumentTitle(t('frame.versions'), t('frame.studio'))
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'center' })
  }, [hash])

  const actions = versions.length > 1 && (
    <>
      <Button icon={<DeleteOutlined />} onClick={() => setPurging(true)}>
        {t('versions.purge')}
      </Button>
      <Button icon={<SwapOutlined />} aria-pressed={isComparing} onClick={() => setComparing(!isComparing)}>
        {t('versions.compare')}
      </Button>
    </>
  )
  return (
    <>
      <PageHeader title={t('frame.versions')} subtitle={t('versions.subtitle')} actions={actions} />
      {isPurging && <PurgeDialog onClose={() => setPurging(false)} />}
      {isComparing && <CompareVersions versions={versions} />}
      {versions.length === 0 ? (
        <Empty description={t('versions.empty')} />
      ) : (
        <VersionTimeline versions={versions} current={versions[0]?.number ?? 0} />
      )}
    </>
  )
}
