import { Button, Mentions, type MentionsProps } from 'antd'
import { useState } from 'react'
import type { CommentDraft } from '../../api/comments'
import type { Label } from '../../api/values'
import { labelText } from '../../fields/parts/references'
import { useReferenceSearch } from '../../fields/parts/useReferenceSearch'
import { useTalkTexts } from '../../inbox/talkTexts'
import { mentionedIn } from './mentions'
import styles from './comments.module.css'

interface CommentWriterProps {
  start?: { text: string; mentions: Label[] }
  isBusy: boolean
  onSend: (draft: CommentDraft) => void
  onCancel?: () => void
}

/** Its key is not the person's: the control makes keys of its own. */
type PersonOption = NonNullable<MentionsProps['options']>[number] & { person: Label }

/** A text with colleagues to choose after "@". */
export function CommentWriter({ start, isBusy, onSend, onCancel }: CommentWriterProps) {
  const t = useTalkTexts()
  const search = useReferenceSearch('user', {})
  const [text, setText] = useState(start?.text ?? '')
  const options: PersonOption[] = search.found.map((person) => ({
    key: person.id,
    value: labelText(person),
    label: labelText(person),
    person: { id: person.id, label: labelText(person) },
  }))
  const [picked, setPicked] = useState<Label[]>(start?.mentions ?? [])
  return (
    <div className={styles['writer']}>
      <Mentions
        value={text}
        onChange={setText}
        onSearch={(typed) => {
          search.setTyped(typed)
          search.setOpen(true)
        }}
        onSelect={(option) => setPicked((before) => [...before, (option as PersonOption).person])}
        options={options}
        filterOption={false} // the server finds people by more than what they are called here
        loading={search.isFetching}
        autoSize={{ minRows: 2, maxRows: 10 }}
        placeholder={t('comment_placeholder')}
        aria-label={t('comment_placeholder')}
      />
      <div className={styles['buttons']}>
        {onCancel && <Button onClick={onCancel}>{t('comment_cancel')}</Button>}
        <Button
          type="primary"
          disabled={text.trim() === ''}
          loading={isBusy}
          onClick={() => onSend({ text, mentions: mentionedIn(text, picked) })}
        >
          {t(start ? 'comment_save' : 'comment_send')}
        </Button>
      </div>
    </div>
  )
}
