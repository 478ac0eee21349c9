import { CheckOutlined, CloseOutlined, DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApprovalCase } from '../api/approvals'
import type { DialogAction } from './commandAsks'
import { CommandDialog } from './CommandDialog'
import { tasksIn } from './tasksIn'
import { useAct } from './useAct'
import styles from './process.module.css'

/** What the viewer can do now, the decision first. */
export function CaseActions({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<DialogAction | null>(null)
  const { mutate, isPending } = useAct(approval)
  const { can } = approval
  const task = can.tasks[0]

  const further: DialogAction[] = [
    ...(task ? (['return', 'transfer', 'add'] as const) : []),
    ...(can.urge ? (['urge'] as const) : []),
    ...(can.recall ? (['recall'] as const) : []),
    'comment',
    ...(can.copy ? (['copy'] as const) : []),
    ...(can.administer ? (['move', 'reassign', 'end'] as const) : []),
  ]
  const items: MenuProps['items'] = [
    ...further.map((action) => ({ key: action, label: t(`approval.${action}`), danger: action === 'end' })),
    ...can.take_back.map((number) => ({ key: `take_back:${number}`, label: t('approval.take_back') })),
    ...can.remove.map((number) => ({
      key: `remove:${number}`,
      label: t('approval.remove_person', { name: personOf(approval, number) }),
    })),
  ]
  const choose = (key: string) => {
    const [action, number] = key.split(':')
    if (action && number) mutate({ action, command: { task: Number(number) } })
    else setAsking(key as DialogAction)
  }

  return (
    <div className={styles['actions']}>
      {task && (
        <>
          <Button type="primary" icon={<CheckOutlined />} onClick={() => setAsking('approve')}>
            {t('approval.approve')}
          </Button>
          <Button danger icon={<CloseOutlined />} onClick={() => setAsking('reject')}>
            {t('approval.reject')}
          </Button>
        </>
      )}
      {can.resubmit && (
        <Button type="primary" onClick={() => setAsking('resubmit')}>
          {t('approval.resubmit')}
        </Button>
      )}
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button icon={<DownOutlined />} iconPlacement="end" loading={isPending}>
          {t('approval.more')}
        </Button>
      </Dropdown>
      {asking && (
        <CommandDialog approval={approval} action={asking} task={task} onClose={() => setAsking(null)} />
      )}
    </div>
  )
}

function personOf(approval: ApprovalCase, number: number): string {
  return tasksIn(approval.nodes).find(({ task }) => task === number)?.user?.label ?? ''
}
