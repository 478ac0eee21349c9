import { Tag } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import { SetFields } from '../controls/SetFields'
import { SwitchRow } from '../controls/SwitchRow'
import type { ConversionDocument } from '../processDocuments'
import { mergeIssues } from '../fields/liveIssues'
import { ConflictDialog } from '../save/ConflictDialog'
import { deletionOf } from '../save/useDeletion'
import { useComponentDrawer } from '../save/useComponentDrawer'
import { issuesElsewhere } from '../save/issues'
import { useLivePlan } from '../save/useLivePlan'
import { Requirements } from '../stages/Requirements'
import { useConversionTexts } from './conversionTexts'
import { isComplete } from './mapping'
import { Targets } from './Targets'
import styles from './conversions.module.css'

interface ConversionDrawerProps {
  entity: Entity
  stored: Stored<ConversionDocument>
  isNew: boolean
  onClose: () => void
}

const SHOWN = ['label', 'require', 'targets', 'effects', 'active']

/** A conversion: what it asks first, what it makes, and what it sets in the record afterwards. */
export function ConversionDrawer({ entity, stored, isNew, onClose }: ConversionDrawerProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const { key } = stored.document
  const name = labelOf(stored.document, key)
  const entityName = labelOf(entity)
  const {
    editor,
    document: conversion,
    changes,
    set,
    frame,
  } = useComponentDrawer({
    kind: 'conversion',
    stored,
    isNew,
    messageOf: (document) =>
      t(isNew ? 'added' : 'changed', { name: labelOf(document, key), entity: entityName }),
    deletion: deletionOf(t, '', {
      kind: 'conversion',
      key,
      name,
      message: t('deleted', { name, entity: entityName }),
    }),
    onClose,
  })
  const isReady = isComplete(conversion)
  const live = useLivePlan(isReady && editor.isDirty ? changes : null)
  const issues = mergeIssues(editor.issues, live.issues).filter(({ code }) => code !== 'not_mapped')
  return (
    <EditorDrawer
      {...frame}
      size={960}
      title={isNew ? t('new') : labelOf(conversion, key)}
      issues={issues}
      general={issuesElsewhere(issues, SHOWN, frame.prefix)}
      okText={t(isNew ? 'create' : 'save')}
      isBlocked={!editor.isDirty || !isReady}
    >
      <Control names={['label']} label={t('name')} help={t('name_help')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            autoFocus={isNew}
            name={t('name')}
            value={conversion.label}
            onChange={(label) => set({ label })}
          />
        )}
      </Control>
      <p className={styles['note']}>
        <Tag className={styles['key'] ?? ''}>{key}</Tag> {t('once')}
      </p>
      <Requirements
        entity={entity}
        path="require"
        title={t('require')}
        addText={t('add_requirement')}
        stem="condition"
        requirements={conversion.require}
        onChange={(required) => set({ require: required })}
      />
      <Targets source={entity} targets={conversion.targets} onChange={(targets) => set({ targets })} />
      <section className={styles['effects']} aria-label={t('effects', { entity: labelOf(entity) })}>
        <h4>{t('effects', { entity: labelOf(entity) })}</h4>
        <SetFields
          entity={entity}
          path="effects"
          name={t('set_field_of', { entity: labelOf(entity) })}
          values={conversion.effects}
          onChange={(effects) => set({ effects })}
        />
      </section>
      <SwitchRow
        label={t('active')}
        help={t('active_help')}
        checked={conversion.active !== false}
        onChange={(active) => set({ active })}
      />
      <ConflictDialog conflict={editor.conflict} />
    </EditorDrawer>
  )
}
