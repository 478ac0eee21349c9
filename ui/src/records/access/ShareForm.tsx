import { Button, DatePicker, Flex, Input, Segmented, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState, type KeyboardEvent } from 'react'
import type { GranteeKind, ShareSent } from '../../api/sharing'
import type { Label } from '../../api/values'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { useSchema } from '../../schema/useSchema'
import { RoleSelect } from './RoleSelect'
import { useAccessTexts } from './accessTexts'
import styles from './access.module.css'

const KINDS: GranteeKind[] = ['user', 'unit', 'role']

interface ShareFormProps {
  isBusy: boolean
  onShare: (share: ShareSent) => Promise<void>
}

/** Enter takes the day that was typed; one that cannot be read must not become a share without an end. */
function keepFromSharing(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault()
}

/** With whom, for what, how long and why. */
export function ShareForm({ isBusy, onShare }: ShareFormProps) {
  const t = useAccessTexts()
  const [kind, setKind] = useState<GranteeKind>('user')
  const [whom, setWhom] = useState<Label[]>([])
  const [edit, setEdit] = useState(false)
  const [until, setUntil] = useState<Dayjs | null>(null)
  const [reason, setReason] = useState('')
  const canShareWithUnits = useSchema().entities.some(({ key }) => key === 'unit')

  const share = async () => {
    const [chosen] = whom
    if (!chosen) return
    await onShare({
      kind,
      id: chosen.id,
      edit,
      ...(until ? { until: until.endOf('day').toISOString() } : {}),
      ...(reason ? { reason } : {}),
    })
    setWhom([])
    setReason('')
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void share().catch(() => undefined) // the refusal is shown already
      }}
    >
      <Segmented<GranteeKind>
        options={KINDS.filter((each) => each !== 'unit' || canShareWithUnits).map((value) => ({
          value,
          label: t(`shares.kind.${value}`),
        }))}
        value={kind}
        onChange={(next) => {
          setKind(next)
          setWhom([])
        }}
      />
      {kind === 'role' ? (
        <RoleSelect value={whom} onChange={setWhom} aria-label={t('shares.whom')} />
      ) : (
        <ReferenceSelect
          key={kind}
          target={kind}
          isMultiple={false}
          canCreate={false}
          value={whom}
          onChange={setWhom}
          aria-label={t('shares.whom')}
        />
      )}
      <Flex gap={8} wrap>
        <Select
          value={edit ? 'edit' : 'see'}
          onChange={(value: string) => setEdit(value === 'edit')}
          options={[
            { value: 'see', label: t('shares.see') },
            { value: 'edit', label: t('shares.edit') },
          ]}
          aria-label={t('shares.may')}
          className={styles['choice']}
        />
        <DatePicker
          value={until}
          onChange={setUntil}
          onKeyDown={keepFromSharing}
          placeholder={t('shares.until')}
          aria-label={t('shares.until')}
          title={t('shares.until_hint')}
          disabledDate={(day) => day.endOf('day').isBefore(new Date())}
        />
      </Flex>
      <Flex gap={8}>
        <Input
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          placeholder={t('shares.reason')}
          aria-label={t('shares.reason')}
          maxLength={500}
        />
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={whom.length === 0}>
          {t('shares.add')}
        </Button>
      </Flex>
    </form>
  )
}
