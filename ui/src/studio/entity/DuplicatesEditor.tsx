import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Segmented, Select, Typography } from 'antd'
import { useLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { storedFields } from '../changes/fields'
import { suggestItemKey } from '../changes/keys'
import { nextOrder, omit } from '../changes/order'
import { FaultText } from '../controls/FaultText'
import { LabelsInput } from '../controls/LabelsInput'
import type { DuplicateRule, EntityDocument, Matching } from '../documents'
import { useTexts } from '../texts'
import styles from './EntityEditors.module.css'

type Duplicates = NonNullable<EntityDocument['duplicates']>

const MATCHINGS: readonly Matching[] = ['similar', 'equal', 'number']
const COMPARABLE = new Set(['text', 'long_text', 'email', 'phone', 'url'])
const MOST_FIELDS = 5

interface DuplicatesEditorProps {
  document: EntityDocument
  onChange: (duplicates: Duplicates) => void
}

/** What makes two records look the same: fields, how each is compared, and what follows. */
export function DuplicatesEditor({ document, onChange }: DuplicatesEditorProps) {
  const t = useTexts()
  const rules = document.duplicates ?? {}
  const add = () => {
    const key = suggestItemKey({}, Object.keys(rules), 'duplicate')
    onChange({ ...rules, [key]: { fields: {}, action: 'warn', order: nextOrder(rules) } })
  }
  return (
    <Flex vertical gap={12} align="stretch">
      <Typography.Text type="secondary">{t('duplicates.hint')}</Typography.Text>
      {orderedEntries(rules).map(([key, rule], index) => (
        <RuleCard
          key={key}
          document={document}
          rule={rule}
          number={index + 1}
          onChange={(next) => onChange({ ...rules, [key]: next })}
          onRemove={() => onChange(omit(rules, key))}
        />
      ))}
      <FaultText names={['duplicates']} />
      <div>
        <Button icon={<PlusOutlined />} onClick={add}>
          {t('duplicates.add')}
        </Button>
      </div>
    </Flex>
  )
}

interface RuleCardProps {
  document: EntityDocument
  rule: DuplicateRule
  number: number
  onChange: (rule: DuplicateRule) => void
  onRemove: () => void
}

function RuleCard({ document, rule, number, onChange, onRemove }: RuleCardProps) {
  const t = useTexts()
  const set = (part: Partial<DuplicateRule>) => onChange({ ...rule, ...part })
  const isSimilar = Object.values(rule.fields).includes('similar')
  return (
    <div role="group" aria-label={t('duplicates.rule', { number })} className={styles['item']}>
      <Flex gap={8} align="flex-start">
        <div className={styles['grow']}>
          <LabelsInput
            compact
            name={t('duplicates.label', { number })}
            value={rule.label}
            onChange={(label) => set({ label })}
          />
        </div>
        <IconButton
          type="text"
          icon={<DeleteOutlined />}
          label={t('duplicates.remove', { number })}
          onClick={onRemove}
        />
      </Flex>
      <Matches document={document} rule={rule} onChange={(fields) => set({ fields })} />
      {isSimilar && (
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', ';']}
          aria-label={t('duplicates.ignore')}
          placeholder={t('duplicates.ignore')}
          value={rule.ignore ?? []}
          onChange={(ignore: string[]) => set({ ignore })}
        />
      )}
      <Segmented
        className={styles['choice'] ?? ''}
        aria-label={t('duplicates.action')}
        value={rule.action ?? 'warn'}
        options={(['warn', 'block'] as const).map((value) => ({ value, label: t(`duplicates.${value}`) }))}
        onChange={(action) => set({ action })}
      />
    </div>
  )
}

/** All of them must match; only searchable fields can be compared. */
function Matches({
  document,
  rule,
  onChange,
}: Pick<RuleCardProps, 'document' | 'rule'> & { onChange: (fields: DuplicateRule['fields']) => void }) {
  const t = useTexts()
  const labelOf = useLabel()
  const chosen = Object.entries(rule.fields)
  const fields = storedFields(document).filter(
    ({ key, document: field }) => key in rule.fields || (field.searchable && COMPARABLE.has(field.kind)),
  )
  const free = fields.filter(({ key }) => !(key in rule.fields))
  const nameOf = (key: string) => {
    const found = fields.find((field) => field.key === key)
    return found ? labelOf(found.document, key) : key
  }
  return (
    <>
      {chosen.map(([key, matching]) => (
        <Flex key={key} gap={8} align="center" wrap>
          <span className={styles['name']}>{nameOf(key)}</span>
          <Select<Matching>
            className={styles['grow'] ?? ''}
            aria-label={t('duplicates.how', { field: nameOf(key) })}
            value={matching}
            options={MATCHINGS.map((value) => ({ value, label: t(`duplicates.${value}`) }))}
            onChange={(next) => onChange({ ...rule.fields, [key]: next })}
          />
          <IconButton
            type="text"
            icon={<DeleteOutlined />}
            label={t('duplicates.drop', { field: nameOf(key) })}
            onClick={() => onChange(omit(rule.fields, key))}
          />
        </Flex>
      ))}
      {free.length > 0 && chosen.length < MOST_FIELDS && (
        <Select<string | null>
          aria-label={t('duplicates.field')}
          placeholder={t('duplicates.field')}
          value={null}
          options={free.map(({ key, document: field }) => ({ value: key, label: labelOf(field, key) }))}
          onChange={(key) => key && onChange({ ...rule.fields, [key]: 'similar' })}
        />
      )}
    </>
  )
}
