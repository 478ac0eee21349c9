import { CopyOutlined } from '@ant-design/icons'
import { Button, Switch, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { DragHandle, SortableItem } from '../controls/SortableList'
import type { RuleDocument } from '../documents'
import { useSave } from '../save/SaveContext'
import { useRefusal } from '../save/useRefusal'
import { useTexts } from '../texts'
import { statementOf } from './kinds'
import styles from './Rules.module.css'

interface RuleRowProps {
  entity: Entity
  rule: RuleDocument
  onOpen: () => void
  onDuplicate: () => void
}

/** The title within the text, where the rule has no label. */
function titleOf(text: string): string | undefined {
  return /^\s*\w+[^"\n]*"((?:\\.|[^"\\\n])*)"/.exec(text)?.[1]
}

export function RuleRow({ entity, rule, onOpen, onDuplicate }: RuleRowProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const showRefusal = useRefusal()
  const [isSaving, setSaving] = useState(false)
  const name = labelOf(rule, titleOf(rule.text) ?? rule.key)
  const statement = statementOf(rule.text)
  const isActive = rule.active !== false

  const switchTo = async (active: boolean) => {
    setSaving(true)
    const outcome = await save({
      changes: [{ op: 'put', kind: 'rule', key: rule.key, document: { active } }],
      message: t(active ? 'message.rule_on' : 'message.rule_off', { name, entity: labelOf(entity) }),
    })
    setSaving(false)
    if ('issues' in outcome) showRefusal(t('rules.not_saved', { name }), outcome.issues)
  }
  return (
    <SortableItem as="li" id={rule.key} name={name} className={styles['rule']}>
      <DragHandle />
      <div className={styles['name']}>
        <button type="button" className={styles['open']} onClick={onOpen}>
          {name}
        </button>
        <div className={styles['text']}>{summaryOf(rule.text)}</div>
      </div>
      <div>{statement && <Tag>{t(`rules.kind.${statement}.name`)}</Tag>}</div>
      <div className={styles['actions']}>
        <Tooltip title={t(isActive ? 'rules.active' : 'rules.inactive')}>
          <Switch
            size="small"
            loading={isSaving}
            checked={isActive}
            aria-label={t('rules.active_of', { name })}
            onChange={(on) => void switchTo(on)}
          />
        </Tooltip>
        <Tooltip title={t('rules.duplicate')}>
          <Button
            type="text"
            size="small"
            icon={<CopyOutlined />}
            aria-label={t('rules.duplicate_of', { name })}
            onClick={onDuplicate}
          />
        </Tooltip>
      </div>
    </SortableItem>
  )
}

/** What follows the head, on one line. */
function summaryOf(text: string): string {
  const [, ...rest] = text.split('\n')
  return (rest.join(' ').trim() || text).replace(/\s+/g, ' ')
}
