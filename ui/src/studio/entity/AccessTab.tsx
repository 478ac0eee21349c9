import { useQueries, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Empty, Flex, Table, Tag } from 'antd'
import { Link } from 'react-router'
import { useLabel } from '../../schema/labels'
import { componentQuery, componentsQuery } from '../api/metadata'
import type { RoleDocument } from '../documents'
import { rolePath } from '../paths'
import { hasMore, scopeOf } from '../roles/rights'
import { useTexts, type Texts } from '../texts'
import type { EntityTabProps } from './entityTab'

interface Grant {
  role: RoleDocument
  /** Rules or parent records reach further than the scopes. */
  more: boolean
  see: string
  create: string
  edit: string
  delete: string
}

/** What a role grants on the entity: its own line, else the one for all entities. */
function grantOf(role: RoleDocument, entity: string): Grant {
  if (role.admin) return { role, more: false, see: 'all', create: 'all', edit: 'all', delete: 'all' }
  const rights = role.entities?.[entity] ?? role.entities?.['*'] ?? {}
  return {
    role,
    more: [rights.see, rights.edit, rights.delete].some(hasMore),
    see: scopeOf(rights.see),
    create: scopeOf(rights.create),
    edit: scopeOf(rights.edit),
    delete: scopeOf(rights.delete),
  }
}

const COLORS: Record<string, string> = {
  all: 'green',
  company: 'cyan',
  unit: 'blue',
  unit_only: 'blue',
  team: 'purple',
  own: 'gold',
}

function rightColumn(action: 'see' | 'create' | 'edit' | 'delete', t: Texts) {
  return {
    title: t(`access.${action}`),
    dataIndex: action,
    render: (scope: string) => {
      const word = action === 'create' ? (scope === 'none' ? 'no' : 'yes') : scope
      return <Tag {...(COLORS[scope] ? { color: COLORS[scope] } : {})}>{t(`access.scope.${word}`)}</Tag>
    },
  }
}

/** Which role may do what with the records; read only here. */
export function AccessTab({ entity }: EntityTabProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const { data: summaries } = useSuspenseQuery(componentsQuery('role'))
  const roles = useQueries({ queries: summaries.map(({ key }) => componentQuery('role', key)) })
  const grants = roles.flatMap(({ data }) => (data ? [grantOf(data.document, entity.key)] : []))
  const columns = [
    {
      title: t('access.role'),
      key: 'role',
      render: ({ role, more }: Grant) => (
        <Link to={rolePath(role.key)}>
          {labelOf(role)}
          {more && ' +'}
        </Link>
      ),
    },
    ...(['see', 'create', 'edit', 'delete'] as const).map((action) => rightColumn(action, t)),
  ]
  return (
    <Flex vertical gap={16}>
      <Alert
        type="info"
        showIcon
        title={t(
          entity.line_of ? 'access.hint_lines' : entity.owned ? 'access.hint_owned' : 'access.hint_shared',
        )}
      />
      {summaries.length === 0 ? (
        <Empty description={t('access.empty')} />
      ) : (
        <Table
          rowKey={({ role }) => role.key}
          size="middle"
          pagination={false}
          scroll={{ x: 'max-content' }}
          loading={roles.some(({ isLoading }) => isLoading)}
          columns={columns}
          dataSource={grants}
        />
      )}
    </Flex>
  )
}
