import { EditOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import type { Labels } from '../documents'
import { useTexts } from '../texts'
import { IconButton } from '../../shared/IconButton'
import { LabelsInput } from './LabelsInput'

interface LabelsPopoverProps {
  name: string
  value: Labels | undefined
  onChange: (value: Labels) => void
}

/** Renames something on a canvas in both languages; one step of undo for the whole edit. */
export function LabelsPopover({ name, value, onChange }: LabelsPopoverProps) {
  const t = useTexts()
  const [draft, setDraft] = useState<Labels | null>(null)
  const close = () => {
    if (draft) onChange(draft)
    setDraft(null)
  }
  return (
    <Popover
      trigger="click"
      title={name}
      open={draft !== null}
      onOpenChange={(isOpen) => (isOpen ? setDraft(value ?? {}) : close())}
      destroyOnHidden
      content={
        <form
          style={{ width: 'min(280px, 80vw)' }}
          onSubmit={(event) => {
            event.preventDefault()
            close()
          }}
        >
          <LabelsInput autoFocus name={name} value={draft ?? {}} onChange={setDraft} />
          <Button htmlType="submit" type="primary" size="small" style={{ marginTop: 8 }}>
            {t('editor.done')}
          </Button>
        </form>
      }
    >
      <IconButton size="small" type="text" icon={<EditOutlined />} label={name} />
    </Popover>
  )
}
