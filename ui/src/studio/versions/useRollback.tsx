import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { errorText } from '../../api/problem'
import { planRollback, versionsQuery } from '../api/metadata'
import { PlanSummary } from '../save/PlanDialog'
import { useRunRollback } from '../save/useRunRollback'
import { useTexts } from '../texts'
import { DifferenceList } from './DifferenceList'
import { netChanges } from './differences'

/** Back to an earlier version after a look at what that takes back. */
export function useRollback(): (version: number) => Promise<void> {
  const t = useTexts()
  const client = useQueryClient()
  const runRollback = useRunRollback()
  const { modal, message } = App.useApp()

  const look = async (version: number) => {
    try {
      return await Promise.all([client.fetchQuery({ ...versionsQuery, staleTime: 0 }), planRollback(version)])
    } catch (error) {
      void message.error(errorText(error))
      return null
    }
  }

  return async (version) => {
    const found = await look(version)
    if (found === null) return
    const [{ items }, plan] = found
    const undone = items.filter(({ number }) => number > version).sort((a, b) => a.number - b.number)
    const changes = netChanges(undone.flatMap((item) => item.changes))
    modal.confirm({
      width: 640,
      title: t('versions.roll_back_title', { number: version }),
      content: (
        <>
          <p>{t(changes.length > 0 ? 'versions.roll_back_hint' : 'versions.roll_back_same')}</p>
          <DifferenceList changes={changes} />
          <PlanSummary plan={plan} />
        </>
      ),
      okText: t('versions.roll_back'),
      cancelText: t('editor.cancel'),
      onOk: () => void runRollback(version),
    })
  }
}
