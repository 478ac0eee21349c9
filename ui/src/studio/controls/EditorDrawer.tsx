import { App, Button, Flex, Form } from 'antd'
import type { ReactNode } from 'react'
import type { Issue } from '../../api/problem'
import { Drawer } from '../../shared/Drawer'
import { useSettled } from '../../shared/useSettled'
import { IssueList } from '../save/IssueList'
import { useTexts } from '../texts'
import { IssuesContext } from './IssuesContext'

interface EditorDrawerProps {
  title: ReactNode
  /** Issues that no control in the drawer shows. */
  general: readonly Issue[]
  issues: readonly Issue[]
  /** Where the document stands in what is sent, see `IssuesContext`. */
  prefix?: string
  okText: string
  size?: number
  isSaving: boolean
  isBlocked?: boolean
  /** Closing asks before it throws away what was typed. */
  isDirty: boolean
  onSave: () => void
  onClose: () => void
  extra?: ReactNode
  children: ReactNode
}

/** A form in a drawer: Ctrl/Cmd+Enter saves, the server's issues stand at their controls. */
export function EditorDrawer(props: EditorDrawerProps) {
  const t = useTexts()
  const {
    title,
    general,
    issues,
    prefix,
    okText,
    size = 680,
    isSaving,
    isBlocked = false,
    isDirty,
    onSave,
    onClose,
    extra,
    children,
  } = props
  const { modal } = App.useApp()
  const save = useSettled(onSave)
  const close = () => {
    if (!isDirty) return onClose()
    modal.confirm({
      title: t('leave.title'),
      content: t('leave.hint'),
      okText: t('leave.leave'),
      okButtonProps: { danger: true },
      cancelText: t('leave.stay'),
      onOk: onClose,
    })
  }
  const footer = (
    <Flex justify="space-between" gap={8} wrap>
      <div>{extra}</div>
      <Flex gap={8}>
        <Button onClick={close}>{t('editor.cancel')}</Button>
        <Button type="primary" loading={isSaving} disabled={isBlocked} onClick={save}>
          {okText}
        </Button>
      </Flex>
    </Flex>
  )
  return (
    <Drawer open size={size} title={title} footer={footer} onClose={close} mask={{ closable: false }}>
      <Form
        layout="vertical"
        component="div"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isBlocked) save()
        }}
      >
        <IssuesContext value={{ issues, ...(prefix ? { prefix } : {}) }}>
          {general.length > 0 && (
            <div style={{ marginBottom: 16 }}>
              <IssueList issues={general} />
            </div>
          )}
          {children}
        </IssuesContext>
      </Form>
    </Drawer>
  )
}
