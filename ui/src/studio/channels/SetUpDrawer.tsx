import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { App, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import type { ChannelOptions } from '../../api/channels'
import { isProblem } from '../../api/problem'
import type { Translated } from '../../api/values'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import type { OptionsProps } from './ServerFields'
import { withoutBlanks } from './withoutBlanks'

/** What channels and mail boxes have alike. */
export interface SetUp {
  key: string
  label: Translated
  options: ChannelOptions
  has_secret: boolean
  enabled: boolean
}

export interface SetUpChange {
  label: Translated
  options: ChannelOptions
  enabled: boolean
  secret?: string
}

interface SetUpDrawerProps {
  title: string
  /** What is changed; null for a new one. */
  known: SetUp | null
  /** What a new one is called. */
  first: { key: string; label: Translated }
  t: (name: string) => string
  secretLabel: string
  /** Fields of its own, before and behind the secret. */
  settings: (fields: OptionsProps) => ReactNode
  further?: (fields: OptionsProps) => ReactNode
  /** Whether a field of its own that is no option was changed. */
  isChanged?: boolean
  send: (key: string, change: SetUpChange) => Promise<unknown>
  queryKey: QueryKey
  onClose: () => void
}

/** Something that is set up with a key, options and a secret. What is kept of the secret is never shown. */
export function SetUpDrawer(props: SetUpDrawerProps) {
  const { title, known, first, t, secretLabel, settings, further, isChanged, send, queryKey, onClose } = props
  const client = useQueryClient()
  const { message } = App.useApp()
  const [key, setKey] = useState(known?.key ?? first.key)
  const [label, setLabel] = useState<Translated>(known?.label ?? first.label)
  const [options, setOptions] = useState<ChannelOptions>(known?.options ?? {})
  const [secret, setSecret] = useState('')
  const [isEnabled, setEnabled] = useState(known?.enabled ?? true)
  const [isDirty, setDirty] = useState(false)
  const edit = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      setDirty(true)
      set(value)
    }
  }
  const save = useMutation({
    mutationFn: () => {
      const change = { label, options: withoutBlanks(options), enabled: isEnabled }
      return send(key, secret ? { ...change, secret } : change)
    },
    onSuccess: () => {
      void message.success(t('saved'))
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  const issues = isProblem(save.error) ? save.error.issues : []
  const fields = { options, onChange: edit(setOptions) }

  return (
    <EditorDrawer
      title={title}
      general={issues.filter(({ path }) => !path)}
      issues={issues}
      okText={t('save')}
      isSaving={save.isPending}
      isDirty={isDirty || isChanged === true}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      {!known && (
        <Control names={['key']} label={t('key')} required>
          {(aria) => (
            <Input
              {...aria}
              value={key}
              onChange={({ target }) => edit(setKey)(target.value)}
              maxLength={40}
            />
          )}
        </Control>
      )}
      <Control names={['label']} label={t('name')} required>
        {(aria) => <LabelsInput aria={aria} name={t('name')} value={label} onChange={edit(setLabel)} />}
      </Control>
      {settings(fields)}
      <Control
        names={['secret']}
        label={secretLabel}
        help={t(known?.has_secret ? 'secret_kept' : 'secret_none')}
      >
        {(aria) => (
          <Input.Password
            {...aria}
            value={secret}
            autoComplete="new-password"
            onChange={({ target }) => edit(setSecret)(target.value)}
          />
        )}
      </Control>
      {further?.(fields)}
      <SwitchRow label={t('enabled')} checked={isEnabled} onChange={edit(setEnabled)} />
    </EditorDrawer>
  )
}
