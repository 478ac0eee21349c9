import { Button, Drawer, Flex, Form } from 'antd'
import type { ReactNode } from 'react'
import type { Issue } from '../../api/problem'
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
  isSaving: boolean
  isBlocked?: boolean
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
    isSaving,
    isBlocked = false,
    onSave,
    onClose,
    extra,
    children,
  } = props
  const footer = (
    <Flex justify="space-between" gap={8} wrap>
      <div>{extra}</div>
      <Flex gap={8}>
        <Button onClick={onClose}>{t('editor.cancel')}</Button>
        <Button type="primary" loading={isSaving} disabled={isBlocked} onClick={onSave}>
          {okText}
        </Button>
      </Flex>
    </Flex>
  )
  return (
    <Drawer open size={680} title={title} footer={footer} onClose={onClose} mask={{ closable: false }}>
      <Form
        layout="vertical"
        component="div"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isBlocked) onSave()
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
