import { Input } from 'antd'
import { addMailBox, changeMailBox, type MailBox } from '../../api/mailboxes'
import type { Translated } from '../../api/values'
import { Control } from '../controls/Control'
import { SwitchRow } from '../controls/SwitchRow'
import { useMailBoxTexts } from './mailBoxTexts'
import { mailBoxesKey } from './queries'
import { ServerFields, type OptionsProps } from './ServerFields'
import { SetUpDrawer } from './SetUpDrawer'

const SECURITIES = ['tls', 'starttls', 'none'] as const
const FIRST: { key: string; label: Translated } = {
  key: 'replies',
  label: { en: 'Replies', 'zh-hans': '回复' },
}

interface MailBoxDrawerProps {
  box: MailBox | null
  onClose: () => void
}

/** One mail box, set up or changed. */
export function MailBoxDrawer({ box, onClose }: MailBoxDrawerProps) {
  const t = useMailBoxTexts()
  return (
    <SetUpDrawer
      title={box ? t('edit_title') : t('add')}
      known={box}
      first={FIRST}
      t={t}
      secretLabel={t('secret')}
      settings={(fields) => (
        <>
          <ServerFields
            {...fields}
            labels={{ host: t('host'), security: t('security'), port: t('port') }}
            placeholder="imap.example.com"
            securities={SECURITIES.map((value) => ({ value, label: t(`security_${value}`) }))}
          />
          <TextOption {...fields} name="username" required />
        </>
      )}
      further={(fields) => <Further {...fields} />}
      send={(key, change) => (box ? changeMailBox(box.key, change) : addMailBox({ ...change, key }))}
      queryKey={mailBoxesKey}
      onClose={onClose}
    />
  )
}

/** What it is for, and what becomes of mails. */
function Further(fields: OptionsProps) {
  const t = useMailBoxTexts()
  const { options, onChange } = fields
  return (
    <>
      <TextOption {...fields} name="address" placeholder="approvals@example.com" help required />
      <TextOption {...fields} name="folder" placeholder="INBOX" help />
      <TextOption {...fields} name="done_folder" help />
      <SwitchRow
        label={t('decisions')}
        help={t('decisions_help')}
        checked={options['decisions'] !== false}
        onChange={(decisions) => onChange({ ...options, decisions })}
      />
      <SwitchRow
        label={t('plus')}
        help={t('plus_help')}
        checked={options['plus'] === true}
        onChange={(plus) => onChange({ ...options, plus })}
      />
    </>
  )
}

interface TextOptionProps extends OptionsProps {
  name: 'username' | 'address' | 'folder' | 'done_folder'
  placeholder?: string
  help?: boolean
  required?: boolean
}

function TextOption({ name, options, onChange, placeholder, help, required = false }: TextOptionProps) {
  const t = useMailBoxTexts()
  return (
    <Control
      names={[`options/${name}`]}
      label={t(name)}
      help={help && name !== 'username' ? t(`${name}_help`) : undefined}
      required={required}
    >
      {(aria) => (
        <Input
          {...aria}
          value={String(options[name] ?? '')}
          placeholder={placeholder ?? ''}
          autoComplete="off"
          onChange={({ target }) => onChange({ ...options, [name]: target.value })}
        />
      )}
    </Control>
  )
}
