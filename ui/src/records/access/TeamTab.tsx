import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Flex, Select, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { addMember, listTeam, removeMember } from '../../api/sharing'
import type { TeamRole } from '../../api/types'
import type { Label } from '../../api/values'
import { ReferenceSelect } from '../../fields/parts/ReferenceSelect'
import { useLabel } from '../../schema/labels'
import type { AccessTabProps } from './accessTab'
import { useAccessTexts } from './accessTexts'
import { useLetIn } from './useAccess'
import styles from './access.module.css'

const rights = (role: TeamRole | undefined) => (role?.delete ? 'delete' : role?.edit ? 'edit' : 'see')

/** Who works on a record, each in a role of its team. */
export function TeamTab({ entity, id, canShare }: AccessTabProps) {
  const t = useAccessTexts()
  const labelOf = useLabel()
  const roles = entity.team ?? []
  const team = useLetIn(entity.key, id, 'team', (signal) => listTeam(entity.key, id, signal))
  const [person, setPerson] = useState<Label[]>([])
  const [role, setRole] = useState(roles[0]?.key ?? '')
  const find = (key: string) => roles.find((each) => each.key === key)
  const nameOf = (key: string) => labelOf(find(key), key)
  const rightsOf = (key: string) => t(`members.may.${rights(find(key))}`)

  const add = async () => {
    const [chosen] = person
    if (!chosen) return
    const said = t('members.added', { name: chosen.label ?? '' })
    await team.change.mutateAsync({ run: () => addMember(entity.key, id, chosen.id, role), said })
    setPerson([])
  }
  if (team.error) return <Alert type="warning" showIcon title={errorText(team.error)} />
  if (team.isPending) return <Skeleton active />
  return (
    <Flex vertical gap={16} className={styles['tab']}>
      {canShare && (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault()
            void add().catch(() => undefined) // the refusal is shown already
          }}
        >
          <ReferenceSelect
            target="user"
            isMultiple={false}
            canCreate={false}
            value={person}
            onChange={setPerson}
            aria-label={t('members.person')}
          />
          <Flex gap={8} wrap>
            <Select
              value={role}
              onChange={setRole}
              options={roles.map(({ key }) => ({ value: key, label: nameOf(key) }))}
              aria-label={t('members.role')}
              className={styles['choice']}
            />
            <Button
              type="primary"
              htmlType="submit"
              icon={<PlusOutlined />}
              loading={team.change.isPending}
              disabled={person.length === 0}
            >
              {t('members.add')}
            </Button>
          </Flex>
          <p className={styles['quiet']}>{t('members.hint', { may: rightsOf(role) })}</p>
        </form>
      )}
      {team.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('members.empty')} />
      ) : (
        <ul className={styles['list']}>
          {team.items.map((member) => (
            <li key={member.id} className={styles['row']}>
              <div className={styles['who']}>
                <bdi>{member.user.label}</bdi> <Tag>{nameOf(member.role)}</Tag>
                <Tag>{rightsOf(member.role)}</Tag>
              </div>
              {canShare && (
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={`${t('members.remove')}: ${member.user.label ?? ''}`}
                  title={t('members.remove')}
                  onClick={() =>
                    team.change.mutate({
                      run: () => removeMember(entity.key, id, member.id),
                      said: t('members.removed', { name: member.user.label ?? '' }),
                    })
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Flex>
  )
}
