import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Card, Empty, Flex, Tag } from 'antd'
import { useState } from 'react'
import { useLabel } from '../../schema/labels'
import { componentsQuery, type Stored } from '../api/metadata'
import { useComponents } from '../api/useComponents'
import { suggestItemKey } from '../changes/keys'
import type { TemplateDocument } from '../documents'
import type { EntityTabProps } from '../entity/entityTab'
import { useMailTexts } from './mailTexts'
import { TemplateDrawer } from './TemplateDrawer'
import styles from './mails.module.css'

interface Opened {
  stored: Stored<TemplateDocument>
  isNew: boolean
}

/** The mail templates of an entity. */
export function MailsTab({ entity, stored }: EntityTabProps) {
  const t = useMailTexts()
  const labelOf = useLabel()
  const { data: all } = useSuspenseQuery(componentsQuery('template'))
  const templates = useComponents('template', entity.key)
  const [opened, setOpened] = useState<Opened | null>(null)
  const add = () => {
    const key = suggestItemKey(
      { en: `${entity.key}_mail` },
      all.map((template) => template.key),
      'mail',
    )
    const order = Math.max(0, ...templates.map(({ document }) => document.order ?? 0)) + 10
    const document: TemplateDocument = {
      kind: 'template',
      key,
      entity: entity.key,
      label: {},
      subject: {},
      body: {},
      order,
    }
    setOpened({ stored: { document, version: stored.version }, isNew: true })
  }
  const button = (
    <Button type="primary" icon={<PlusOutlined />} onClick={add}>
      {t('add')}
    </Button>
  )
  return (
    <>
      {templates.length === 0 ? (
        <Empty
          description={
            <>
              {t('empty')}
              <p className={styles['quiet']}>{t('empty_hint')}</p>
            </>
          }
        >
          {button}
        </Empty>
      ) : (
        <>
          <Flex justify="space-between" align="center" gap={12} wrap style={{ marginBottom: 12 }}>
            <span className={styles['quiet']}>{t('about')}</span>
            {button}
          </Flex>
          <Flex vertical gap={8}>
            {templates.map((template) => (
              <Card key={template.document.key} size="small">
                <Button
                  type="link"
                  className={styles['open'] ?? ''}
                  onClick={() => setOpened({ stored: template, isNew: false })}
                >
                  {labelOf(template.document)}
                </Button>{' '}
                <Tag style={{ fontFamily: 'var(--ant-font-family-code)' }}>{template.document.key}</Tag>
                <div className={styles['quiet']}>{labelOf({ label: template.document.subject }, '')}</div>
              </Card>
            ))}
          </Flex>
        </>
      )}
      {opened && (
        <TemplateDrawer
          key={opened.stored.document.key}
          entity={entity}
          {...opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}
