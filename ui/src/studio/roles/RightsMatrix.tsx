import { CloseOutlined, DownOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Table } from 'antd'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { IconButton } from '../../shared/IconButton'
import { omit } from '../changes/order'
import type { GrantDocument, RoleDocument } from '../documents'
import { RightCell } from './RightCell'
import { FurtherRights } from './FurtherRights'
import { ACTIONS, type Action, withRight } from './rights'

const EVERYTHING = '*'
const MANAGERS = ['see', 'all', 'none'] as const

interface RightsMatrixProps {
  role: RoleDocument
  onChange: (entities: NonNullable<RoleDocument['entities']>) => void
}

/** Entities by actions: which records of which entity the role opens for what. */
export function RightsMatrix({ role, onChange }: RightsMatrixProps) {
  const t = useAccessTexts()
  const schema = useSchema()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const entities = role.entities ?? {}
  const nameOf = (key: string) => {
    const entity = findEntity(schema, key)
    return key === EVERYTHING ? t('roles.everything_else') : entity ? pluralOf(entity) : key
  }
  const set = (key: string, part: Partial<GrantDocument>) =>
    onChange({ ...entities, [key]: { ...entities[key], ...part } })
  const rows = Object.keys({ ...omit(entities, EVERYTHING), [EVERYTHING]: true })
  const missing = schema.entities.filter(({ key, line_of }) => !line_of && !(key in entities))

  const columns = [
    {
      title: t('roles.entities'),
      key: 'entity',
      fixed: 'start' as const,
      render: (key: string) => <bdi>{nameOf(key)}</bdi>,
    },
    ...ACTIONS.map((action: Action) => ({
      title: t(`roles.right.${action}`),
      key: action,
      render: (key: string) => (
        <RightCell
          entity={key === EVERYTHING ? undefined : findEntity(schema, key)}
          name={t('roles.right_of', { right: t(`roles.right.${action}`), entity: nameOf(key) })}
          action={action}
          grant={entities[key] ?? {}}
          onChange={(right) => set(key, withRight(entities[key] ?? {}, action, right))}
        />
      ),
    })),
    {
      title: t('roles.managers'),
      key: 'managers',
      render: (key: string) => (
        <Select
          size="small"
          style={{ minWidth: 170 }}
          value={entities[key]?.managers ?? 'see'}
          options={MANAGERS.map((value) => ({ value, label: t(`roles.managers_${value}`) }))}
          onChange={(managers) => set(key, { managers })}
          aria-label={t('roles.right_of', { right: t('roles.managers'), entity: nameOf(key) })}
        />
      ),
    },
    {
      key: 'remove',
      render: (key: string) =>
        key === EVERYTHING ? null : (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            onClick={() => onChange(omit(entities, key))}
            aria-label={`${t('roles.remove_entity')}: ${nameOf(key)}`}
            title={t('roles.remove_entity')}
          />
        ),
    },
  ]
  return (
    <Flex vertical gap={12}>
      <Table
        rowKey={(key) => key}
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={columns}
        expandable={{
          expandedRowRender: (key) => (
            <FurtherRights
              entity={key === EVERYTHING ? undefined : findEntity(schema, key)}
              name={nameOf(key)}
              grant={entities[key] ?? {}}
              onChange={(part) => set(key, part)}
            />
          ),
          expandIcon: ({ expanded, onExpand, record }) => (
            <IconButton
              type="text"
              size="small"
              icon={expanded ? <DownOutlined /> : <RightOutlined />}
              aria-expanded={expanded}
              label={`${t('roles.further')}: ${nameOf(record)}`}
              onClick={(event) => onExpand(record, event)}
            />
          ),
        }}
        dataSource={rows}
      />
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        style={{ maxWidth: 320 }}
        value={null}
        placeholder={t('roles.add_entity')}
        aria-label={t('roles.add_entity')}
        options={missing.map((entity) => ({ value: entity.key, label: labelOf(entity) }))}
        onChange={(key: string | null) =>
          key && set(key, { see: 'own', create: true, edit: 'own', delete: 'none' })
        }
      />
    </Flex>
  )
}
