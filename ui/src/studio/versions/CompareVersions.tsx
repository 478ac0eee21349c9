import { Card, Empty, Flex, Select } from 'antd'
import { useState } from 'react'
import type { Version } from '../api/types'
import { useTexts } from '../texts'
import { DifferenceList } from './DifferenceList'
import { netChanges } from './differences'

/** What lies between two versions, whatever happened on the way. */
export function CompareVersions({ versions }: { versions: readonly Version[] }) {
  const t = useTexts()
  const [chosen, setChosen] = useState({ from: versions[1]?.number ?? 0, to: versions[0]?.number ?? 0 })
  const options = versions.map(({ number, message }) => ({
    value: number,
    label: [t('versions.number', { number }), message].filter(Boolean).join(' · '),
  }))
  const [low, high] = [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)]
  const between = versions.filter(({ number }) => number > low && number <= high).toReversed()
  const changes = netChanges(between.flatMap((version) => version.changes))

  return (
    <Card size="small" style={{ marginBottom: 20 }}>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
        <Select
          style={{ flex: '1 1 220px' }}
          aria-label={t('versions.compare_from')}
          value={low}
          options={options}
          onChange={(from) => setChosen({ from, to: high })}
        />
        →
        <Select
          style={{ flex: '1 1 220px' }}
          aria-label={t('versions.compare_to')}
          value={high}
          options={options}
          onChange={(to) => setChosen({ from: low, to })}
        />
      </Flex>
      {changes.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('versions.same')} />
      ) : (
        <DifferenceList changes={changes} />
      )}
    </Card>
  )
}
