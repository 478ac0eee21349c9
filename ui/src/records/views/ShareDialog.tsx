import { useQuery } from '@tanstack/react-query'
import { Alert, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import type { Label } from '../../api/values'
import { audiencesQuery, type AudienceSent } from '../../api/views'
import type { Audience } from '../../api/viewDocuments'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { useLabel, usePluralLabel } from '../../schema/labels'
import styles from './views.module.css'

interface ShareDialogProps {
  entity: Entity
  name: string
  audience: Audience | undefined
  onShare: (audience: AudienceSent) => Promise<void>
  onClose: () => void
}

const NOBODY: Audience = { everyone: false, users: [], units: [], roles: [] }
const idsOf = (labels: Label[]) => labels.map(({ id }) => id)

/** With whom something is shared: all, people, units, roles. */
export function ShareDialog({ entity, name, audience = NOBODY, onShare, onClose }: ShareDialogProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const { data: roles = [] } = useQuery(audiencesQuery)
  const [chosen, setChosen] = useState(audience)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const set = (part: Partial<Audience>) => setChosen({ ...chosen, ...part })
  const isNobody = !chosen.everyone && chosen.users.length + chosen.units.length + chosen.roles.length === 0

  const share = async () => {
    setBusy(true)
    try {
      await onShare({ ...chosen, users: idsOf(chosen.users), units: idsOf(chosen.units) })
      onClose()
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('views.share_title', { name })}
      okText={t('views.save')}
      confirmLoading={isBusy}
      onOk={() => void share()}
      onCancel={onClose}
    >
      <div className={styles['form']}>
        {problem && <Alert type="error" showIcon title={problem} role="alert" />}
        <label className={styles['segmentDeeds']}>
          <Switch
            checked={chosen.everyone}
            aria-label={t('views.everyone', { plural: pluralOf(entity) })}
            onChange={(everyone) => set({ everyone })}
          />
          {t('views.everyone', { plural: pluralOf(entity) })}
        </label>
        <div className={styles['field']}>
          {t('views.people')}
          <ReferenceSelect
            aria-label={t('views.people')}
            target="user"
            isMultiple
            canCreate={false}
            value={chosen.users}
            onChange={(users) => set({ users })}
          />
        </div>
        <div className={styles['field']}>
          {t('views.units')}
          <ReferenceSelect
            aria-label={t('views.units')}
            target="unit"
            isMultiple
            canCreate={false}
            value={chosen.units}
            onChange={(units) => set({ units })}
          />
        </div>
        <div className={styles['field']}>
          {t('views.roles')}
          <Select
            mode="multiple"
            aria-label={t('views.roles')}
            value={chosen.roles}
            options={roles.map((role) => ({ value: role.key, label: labelOf(role) }))}
            onChange={(keys: string[]) => set({ roles: keys })}
          />
        </div>
        <p className={styles['hint']}>{isNobody ? t('views.nobody') : t('views.share_hint')}</p>
      </div>
    </Modal>
  )
}
