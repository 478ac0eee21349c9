import { Alert, Card, Select } from 'antd'
import { MODES, type Mode, type Preferences, type PreferencesChange } from '../../api/channels'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useLabel } from '../../schema/labels'
import { QuietHoursForm } from './QuietHoursForm'
import { useNotificationPreferences } from './useNotificationPreferences'
import styles from './account.module.css'

/** What I am told by which channel, and when I want to be left alone. Every choice is saved at once. */
export function NotificationsCard() {
  const t = useChannelTexts()
  const { data, change } = useNotificationPreferences()
  return (
    <Card title={t('prefs_title')} id="notifications">
      <p className={styles['quiet']}>{t('prefs_hint')}</p>
      {data.channels.length === 0 ? (
        <Alert type="info" showIcon title={t('prefs_no_channels')} />
      ) : (
        <ModeTable data={data} onChange={(modes) => change({ modes })} />
      )}
      <h2 className={styles['subtitle']}>{t('quiet_title')}</h2>
      <p className={styles['quiet']}>{t('quiet_hint')}</p>
      <QuietHoursForm value={data.quiet} onChange={(quiet) => change({ quiet })} />
    </Card>
  )
}

interface ModeTableProps {
  data: Preferences
  onChange: (modes: NonNullable<PreferencesChange['modes']>) => void
}

function ModeTable({ data, onChange }: ModeTableProps) {
  const t = useChannelTexts()
  const labelOf = useLabel()
  return (
    <div className={styles['scroll']}>
      <table className={styles['modes']}>
        <thead>
          <tr>
            <th>{t('what')}</th>
            {data.channels.map((channel) => (
              <th key={channel.key}>{labelOf(channel)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.kinds.map((kind) => (
            <tr key={kind.key}>
              <th scope="row">{kind.label}</th>
              {data.channels.map((channel) => (
                <td key={channel.key}>
                  <Select<Mode>
                    value={data.modes[kind.key]?.[channel.key] ?? 'off'}
                    options={MODES.map((mode) => ({ value: mode, label: t(`mode_${mode}`) }))}
                    onChange={(mode) => onChange({ [kind.key]: { [channel.key]: mode } })}
                    aria-label={`${kind.label}, ${labelOf(channel)}`}
                    style={{ minWidth: 104 }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
