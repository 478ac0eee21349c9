import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { errorText, isProblem, type Issue } from '../../api/problem'
import { rollBack } from '../api/metadata'
import { useTexts } from '../texts'
import { IssueList } from './IssueList'
import { refreshMetadata } from './refresh'

/** Goes back to a version; where values would be lost the server says which, and is asked again only if told to. */
export function useRunRollback(): (version: number) => Promise<void> {
  const t = useTexts()
  const client = useQueryClient()
  const { modal, message } = App.useApp()

  const run = async (version: number, isConfirmed: boolean) => {
    try {
      const done = await rollBack(version, isConfirmed)
      await refreshMetadata(client)
      void message.success(t('versions.rolled_back', { version: done.version, number: version }))
    } catch (error) {
      if (!isConfirmed && isProblem(error, 422)) ask(version, error.issues)
      else void message.error(errorText(error))
    }
  }

  const ask = (version: number, issues: Issue[]) => {
    modal.confirm({
      width: 600,
      title: t('versions.at_risk_title'),
      content: <IssueList issues={issues} title={t('versions.at_risk')} />,
      okText: t('versions.roll_back_all_the_same'),
      okButtonProps: { danger: true },
      cancelText: t('editor.cancel'),
      onOk: () => void run(version, true),
    })
  }

  return (version) => run(version, false)
}
