import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Flex, Input, Modal, Tag } from 'antd'
import { useRef, useState } from 'react'
import { readPastedDays, type SpecialDay } from '../../api/calendars'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { useDebounced } from '../../shared/useDebounced'
import { useCalendarTexts } from './calendarTexts'
import styles from './calendars.module.css'

interface PasteDialogProps {
  year: number
  onDays: (days: SpecialDay[], isReplacing: boolean) => void
  onClose: () => void
}

/** A year's holidays from a table, a list or a notice; shown as they are understood before they are taken over. */
export function PasteDialog({ year, onDays, onClose }: PasteDialogProps) {
  const t = useCalendarTexts()
  const [text, setText] = useState('')
  const [isReplacing, setReplacing] = useState(false)
  const asked = useDebounced(text, 300)
  const { data, error } = useQuery({
    queryKey: ['calendars', 'pasted', year, asked],
    queryFn: () => readPastedDays(asked, year),
    enabled: asked.trim() !== '',
    placeholderData: (previous) => previous,
    retry: false,
  })
  const days = asked.trim() === '' ? [] : (data?.days ?? [])
  const take = () => {
    onDays(days, isReplacing)
    onClose()
  }
  return (
    <Modal
      open
      width={640}
      title={t('paste_title', { year })}
      okText={t('take_over')}
      okButtonProps={{ disabled: days.length === 0 || asked !== text }}
      cancelText={t('cancel')}
      onOk={take}
      onCancel={onClose}
    >
      <Flex vertical gap={12}>
        <span className={styles['quiet']}>{t('paste_help')}</span>
        <Input.TextArea
          autoFocus
          aria-label={t('paste_title', { year })}
          autoSize={{ minRows: 6, maxRows: 12 }}
          placeholder={t('paste_example')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <FileButton onText={setText} />
        {error && <Alert type="error" showIcon title={errorText(error)} />}
        <Found days={days} />
        {data && asked && data.issues.length > 0 && (
          <Alert type="warning" title={data.issues.map(({ message }) => message).join(' ')} />
        )}
        <Checkbox checked={isReplacing} onChange={({ target }) => setReplacing(target.checked)}>
          {t('paste_replace', { year })}
        </Checkbox>
      </Flex>
    </Modal>
  )
}

function Found({ days }: { days: SpecialDay[] }) {
  const t = useCalendarTexts()
  const format = useFormat()
  const worked = days.filter(({ is_worked }) => is_worked).length
  if (days.length === 0) return <span className={styles['quiet']}>{t('paste_nothing')}</span>
  return (
    <div>
      <strong>{t('paste_found', { holidays: days.length - worked, worked })}</strong>
      <div className={styles['found']}>
        {days.map(({ day, label, is_worked }) => (
          <Tag key={day} color={is_worked ? 'blue' : 'red'}>
            {[format.date(day), label].filter(Boolean).join(' ')}
          </Tag>
        ))}
      </div>
    </div>
  )
}

function FileButton({ onText }: { onText: (text: string) => void }) {
  const t = useCalendarTexts()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div>
      <Button size="small" onClick={() => input.current?.click()}>
        {t('paste_file')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,.tsv,text/*"
        hidden
        aria-label={t('paste_file')}
        onChange={({ target }) => void target.files?.[0]?.text().then(onText)}
      />
    </div>
  )
}
