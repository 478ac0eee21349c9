import { DownOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Empty, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { useComponents } from '../api/useComponents'
import { suggestItemKey } from '../changes/keys'
import { SortableList } from '../controls/SortableList'
import type { RuleDocument } from '../documents'
import type { EntityTabProps } from '../entity/entityTab'
import { useArrange } from '../save/useArrange'
import { useTexts } from '../texts'
import { newRule, RULE_KINDS, type RuleStatement } from './kinds'
import { RuleDrawer } from './RuleDrawer'
import { RuleRow } from './RuleRow'
import styles from './Rules.module.css'

interface Opened {
  stored: Stored<RuleDocument>
  isNew: boolean
}

export function RulesTab({ entity, stored: storedEntity }: EntityTabProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const arrange = useArrange('rule', t('message.rules_moved', { entity: labelOf(entity) }))
  const rules = useComponents('rule', entity.key)
  const [opened, setOpened] = useState<Opened | null>(null)
  const documents = rules.map(({ document }) => document)
  const keys = documents.map(({ key }) => key)
  const lastOrder = Math.max(0, ...rules.map(({ document }) => document.order ?? 0))

  const open = (document: RuleDocument, isNew: boolean) =>
    setOpened({
      isNew,
      stored: isNew
        ? { document, version: storedEntity.version }
        : (rules.find((rule) => rule.document.key === document.key) ?? { document, version: 0 }),
    })
  const freeKey = (stem: string) => {
    const taken = keys.map((key) => key.split('.').at(-1) ?? key)
    return `${entity.key}.${suggestItemKey({ en: stem }, taken, 'rule')}`
  }
  const add = (kind: RuleStatement) => open(newRule(entity, kind, freeKey(kind), lastOrder + 10), true)
  const duplicate = (document: RuleDocument) => {
    const label = Object.fromEntries(
      Object.entries(document.label ?? {}).map(([language, text]) => [language, `${text ?? ''} (2)`]),
    )
    const { id: _id, ...copied } = document
    open(
      { ...copied, label, key: freeKey(document.key.split('.').at(-1) ?? 'rule'), order: lastOrder + 10 },
      true,
    )
  }
  const menu = (
    <Dropdown
      trigger={['click']}
      menu={{
        items: RULE_KINDS.map((kind) => ({
          key: kind,
          label: (
            <>
              <div>{t(`rules.kind.${kind}.name`)}</div>
              <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                {t(`rules.kind.${kind}.help`)}
              </Typography.Text>
            </>
          ),
        })),
        onClick: ({ key }) => add(key as RuleStatement),
      }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {t('rules.add')} <DownOutlined />
      </Button>
    </Dropdown>
  )

  return (
    <>
      {rules.length === 0 ? (
        <Empty description={t('rules.empty')}>{menu}</Empty>
      ) : (
        <>
          <Flex justify="flex-end" style={{ marginBottom: 12 }}>
            {menu}
          </Flex>
          <ul className={styles['rules']} aria-label={t('entity.tab.rules')}>
            <SortableList keys={keys} onMove={(key, index) => void arrange(documents, key, index)}>
              {rules.map(({ document }) => (
                <RuleRow
                  key={document.key}
                  entity={entity}
                  rule={document}
                  onOpen={() => open(document, false)}
                  onDuplicate={() => duplicate(document)}
                />
              ))}
            </SortableList>
          </ul>
        </>
      )}
      {opened && (
        <RuleDrawer
          key={opened.stored.document.key}
          entity={entity}
          {...opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}
