import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { IconButton } from '../../shared/IconButton'
import { useUnsavedChanges } from '../../shared/unsaved'
import { useSettled } from '../../shared/useSettled'
import { useTexts } from '../texts'
import { ConflictDialog } from './ConflictDialog'
import type { Editor } from './useEditor'
import styles from './SaveBar.module.css'

interface SaveBarProps<T> {
  editor: Editor<T>
  children?: ReactNode
}

/** Undo, redo, discard and save of one editor; stays in sight while the page scrolls. */
export function SaveBar<T>({ editor, children }: SaveBarProps<T>) {
  const t = useTexts()
  useUnsavedChanges(editor.isDirty)
  const save = useSettled(() => void editor.save())
  return (
    <div className={styles['bar']}>
      <Flex gap={8} align="center" wrap justify="space-between">
        <Flex gap={8} align="center" wrap>
          {children}
        </Flex>
        <Flex gap={8} align="center" style={{ marginInlineStart: 'auto' }}>
          <StepButton label={t('editor.undo')} icon={<UndoOutlined />} step={editor.undo} />
          <StepButton label={t('editor.redo')} icon={<RedoOutlined />} step={editor.redo} />
          <Button disabled={!editor.isDirty || editor.isSaving} onClick={editor.discard}>
            {t('editor.discard')}
          </Button>
          <Button type="primary" disabled={!editor.isDirty} loading={editor.isSaving} onClick={save}>
            {t('editor.save')}
          </Button>
        </Flex>
      </Flex>
      {editor.isOutdated && (
        <Alert className={styles['notice']} type="info" showIcon title={t('editor.outdated')} />
      )}
      <ConflictDialog conflict={editor.conflict} />
    </div>
  )
}

function StepButton({ label, icon, step }: { label: string; icon: ReactNode; step: (() => void) | null }) {
  return <IconButton type="text" icon={icon} label={label} disabled={!step} onClick={() => step?.()} />
}
