import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Typography } from 'antd'
import { useLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { storedFields } from '../changes/fields'
import { suggestItemKey } from '../changes/keys'
import { nextOrder, omit } from '../changes/order'
import { FaultText } from '../controls/FaultText'
import { LabelsInput } from '../controls/LabelsInput'
import type { EntityDocument, QueryGroup } from '../documents'
import { useTexts } from '../texts'
import styles from './EntityEditors.module.css'

type Groups = NonNullable<EntityDocument['query_groups']>

/** The groups of an advanced query, as people know them. */
const USUAL: Record<string, { en: string; 'zh-hans': string }> = {
  general: { en: 'General', 'zh-hans': '基本信息' },
  owner: { en: 'Owner', 'zh-hans': '负责人' },
  interest: { en: 'Interest', 'zh-hans': '兴趣' },
  value: { en: 'Value', 'zh-hans': '价值' },
  communication: { en: 'Communication', 'zh-hans': '沟通' },
  behaviour: { en: 'Behaviour', 'zh-hans': '行为' },
  special: { en: 'Special', 'zh-hans': '特殊' },
}

interface QueryGroupsEditorProps {
  document: EntityDocument
  onChange: (groups: Groups) => void
}

/** How the fields of a filter are grouped in its list; what stands in no group comes last. */
export function QueryGroupsEditor({ document, onChange }: QueryGroupsEditorProps) {
  const t = useTexts()
  const groups = document.query_groups ?? {}
  const missing = Object.keys(USUAL).filter((key) => !(key in groups))
  const add = (key: string, label: QueryGroup['label']) =>
    onChange({ ...groups, [key]: { ...(label ? { label } : {}), fields: {}, order: nextOrder(groups) } })
  const addUsual = () => {
    const first = nextOrder(groups)
    const made = missing.map((key, index): [string, QueryGroup & { order: number }] => [
      key,
      { label: USUAL[key] ?? {}, fields: {}, order: first + index * 10 },
    ])
    onChange({ ...groups, ...Object.fromEntries(made) })
  }
  return (
    <Flex vertical gap={12} align="stretch">
      <Typography.Text type="secondary">{t('query_groups.hint')}</Typography.Text>
      {orderedEntries(groups).map(([key, group], index) => (
        <GroupCard
          key={key}
          document={document}
          group={group}
          number={index + 1}
          onChange={(next) => onChange({ ...groups, [key]: next })}
          onRemove={() => onChange(omit(groups, key))}
        />
      ))}
      <FaultText names={['query_groups']} />
      <Flex gap={8} wrap>
        <Button
          icon={<PlusOutlined />}
          onClick={() => add(suggestItemKey({}, Object.keys(groups), 'group'), undefined)}
        >
          {t('query_groups.add')}
        </Button>
        {missing.length > 0 && <Button onClick={addUsual}>{t('query_groups.usual')}</Button>}
      </Flex>
    </Flex>
  )
}

interface GroupCardProps {
  document: EntityDocument
  group: QueryGroup
  number: number
  onChange: (group: QueryGroup) => void
  onRemove: () => void
}

function GroupCard({ document, group, number, onChange, onRemove }: GroupCardProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const own = storedFields(document).map(({ key, document: field }) => ({
    value: key,
    label: labelOf(field, key),
  }))
  const paths = orderedEntries(group.fields).map(([path]) => path)
  const others = paths
    .filter((path) => !own.some(({ value }) => value === path))
    .map((path) => ({ value: path, label: path }))
  const choose = (chosen: string[]) => {
    const kept = Object.entries(group.fields ?? {}).filter(([path]) => chosen.includes(path))
    const first = nextOrder(Object.fromEntries(kept))
    const added = chosen.filter((path) => !(path in (group.fields ?? {})))
    const fresh = added.map((path, index) => [path, { order: first + index * 10 }] as const)
    onChange({ ...group, fields: Object.fromEntries([...kept, ...fresh]) })
  }
  return (
    <div role="group" aria-label={t('query_groups.group', { number })} className={styles['item']}>
      <Flex gap={8} align="flex-start">
        <div className={styles['grow']}>
          <LabelsInput
            compact
            name={t('query_groups.label', { number })}
            value={group.label}
            onChange={(label) => onChange({ ...group, label })}
          />
        </div>
        <IconButton
          type="text"
          icon={<DeleteOutlined />}
          label={t('query_groups.remove', { number })}
          onClick={onRemove}
        />
      </Flex>
      <Select
        mode="tags"
        aria-label={t('query_groups.fields', { number })}
        placeholder={t('query_groups.choose')}
        value={paths}
        optionFilterProp="label"
        options={[...own, ...others]}
        onChange={choose}
      />
    </div>
  )
}
