import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Typography } from 'antd'
import { useLabel } from '../../schema/labels'
import { storedFields } from '../changes/fields'
import { suggestItemKey } from '../changes/keys'
import { omit } from '../changes/order'
import { FaultText } from '../controls/FaultText'
import type { EntityDocument } from '../documents'
import { useTexts } from '../texts'
import { IconButton } from '../../shared/IconButton'

type Uniques = NonNullable<EntityDocument['uniques']>

const SEVERAL = new Set(['children', 'references', 'options', 'json', 'file', 'long_text'])

interface UniquesEditorProps {
  document: EntityDocument
  onChange: (uniques: Uniques) => void
}

/** Fields whose values may stand together only once. */
export function UniquesEditor({ document, onChange }: UniquesEditorProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const uniques = document.uniques ?? {}
  const options = storedFields(document)
    .filter((field) => !SEVERAL.has(field.document.kind))
    .map((field) => ({ value: field.key, label: labelOf(field.document, field.key) }))
  const add = () =>
    onChange({ ...uniques, [suggestItemKey({}, Object.keys(uniques), 'unique')]: { fields: [] } })

  return (
    <Flex vertical gap={8} align="flex-start">
      <Typography.Text type="secondary">{t('uniques.hint')}</Typography.Text>
      {Object.entries(uniques).map(([key, unique], index) => (
        <Flex key={key} gap={8} style={{ width: '100%' }}>
          <Select
            mode="multiple"
            style={{ flex: 1 }}
            aria-label={t('uniques.fields', { number: index + 1 })}
            placeholder={t('uniques.choose')}
            value={unique.fields}
            options={options}
            onChange={(fields: string[]) => onChange({ ...uniques, [key]: { ...unique, fields } })}
          />
          <IconButton
            type="text"
            icon={<DeleteOutlined />}
            label={t('uniques.remove', { number: index + 1 })}
            onClick={() => onChange(omit(uniques, key))}
          />
        </Flex>
      ))}
      <FaultText names={['uniques']} />
      <Button icon={<PlusOutlined />} onClick={add}>
        {t('uniques.add')}
      </Button>
    </Flex>
  )
}
