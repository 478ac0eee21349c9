import { EyeOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Select } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel } from '../../schema/labels'
import { startPreview } from '../../shared/previewing'
import { useDocumentTitle } from '../../shared/documentTitle'
import { componentsQuery } from '../api/metadata'
import { suggestItemKey } from '../changes/keys'
import { PageHeader } from '../controls/PageHeader'
import type { RoleDocument } from '../documents'
import { rolePath, rolesPath } from '../paths'
import { DeleteButton } from '../save/DeleteButton'
import { deletionOf } from '../save/useDeletion'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { RoleEditor } from './RoleEditor'

/** What people may see and do, role by role. */
export function RolesPage() {
  const t = useAccessTexts()
  const tStudio = useTexts()
  const labelOf = useLabel()
  const navigate = useNavigate()
  const { role: wanted } = useParams()
  const { data: roles } = useSuspenseQuery(componentsQuery('role'))
  const create = useNewRole(roles.map(({ key }) => key))
  useDocumentTitle(t('roles.title'), tStudio('frame.studio'))
  const chosen = roles.find(({ key }) => key === wanted) ?? roles[0]

  return (
    <>
      <PageHeader
        title={t('roles.title')}
        subtitle={t('roles.subtitle')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void create()}>
            {t('roles.add')}
          </Button>
        }
      />
      {!chosen ? (
        <Empty description={t('roles.empty')} />
      ) : (
        <Flex vertical gap={12}>
          <Flex gap={8} wrap>
            <Select
              style={{ minWidth: 240 }}
              value={chosen.key}
              options={roles.map((role) => ({ value: role.key, label: labelOf(role) }))}
              onChange={(key: string) => void navigate(rolePath(key))}
              aria-label={t('roles.title')}
            />
            <Button
              type="text"
              icon={<EyeOutlined />}
              onClick={() => startPreview({ as: `role:${chosen.key}`, name: labelOf(chosen) })}
            >
              {t('roles.preview')}
            </Button>
            <DeleteRole roleKey={chosen.key} name={labelOf(chosen)} />
          </Flex>
          <RoleEditor key={chosen.key} roleKey={chosen.key} />
        </Flex>
      )}
    </>
  )
}

function useNewRole(taken: string[]): () => Promise<void> {
  const t = useAccessTexts()
  const save = useSave()
  const navigate = useNavigate()
  return async () => {
    const key = suggestItemKey({ en: 'role' }, [...taken, 'role'], 'role')
    const document: RoleDocument = {
      kind: 'role',
      key,
      label: { en: 'New role', 'zh-hans': '新角色' },
      entities: { '*': { see: 'own', create: false, edit: 'own', delete: 'none' } },
    }
    const changes = [{ op: 'put' as const, kind: 'role' as const, key, document }]
    const outcome = await save({ changes, message: t('roles.message_added') })
    if (outcome.state === 'saved') void navigate(rolePath(key))
  }
}

function DeleteRole({ roleKey, name }: { roleKey: string; name: string }) {
  const t = useAccessTexts()
  const navigate = useNavigate()
  const deletion = deletionOf(t, 'roles.', {
    kind: 'role',
    key: roleKey,
    name,
    message: t('roles.message_deleted', { name }),
  })
  return <DeleteButton deletion={deletion} onDeleted={() => void navigate(rolesPath)} />
}
