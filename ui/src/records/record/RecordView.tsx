import { useMemo, useState } from 'react'
import { layoutFields, resolveLayout } from '../../schema/layout'
import { useIsNarrow } from '../../shared/media'
import { LockBanner } from '../../process/LockBanner'
import { ProposeChange } from '../../process/ProposeChange'
import { SubmitDialog } from '../../process/SubmitDialog'
import { ConversionBanner } from '../../process/convert/ConversionBanner'
import { ApprovalBanner } from '../../process/RecordApproval'
import { StatusPath } from '../../process/stages/StatusPath'
import { ConflictDialog } from '../form/ConflictDialog'
import { FormBody } from '../form/FormBody'
import { SaveBar } from '../form/SaveBar'
import { useFormKeys } from '../form/useFormKeys'
import { Highlights } from './Highlights'
import { RecordHeader } from './RecordHeader'
import { RecordTabs } from './RecordTabs'
import { RelatedColumn } from './RelatedColumn'
import { useRecordEditor } from './useRecordEditor'
import { useTab } from './useTab'
import styles from './record.module.css'
import type { RecordViewProps } from './recordViewProps'

/** One record, read and written: header, key facts, the layout's tabs, what belongs to it. */
export function RecordView(props: RecordViewProps) {
  const { entity, record, shape } = props
  const isNarrow = useIsNarrow()
  const layout = useMemo(() => resolveLayout(entity), [entity])
  const fields = useMemo(() => layoutFields(layout), [layout])
  const editor = useRecordEditor(entity, record, fields)
  const [tab, setTab] = useTab(shape)
  const { form, editing } = editor
  const { isEditingAll } = editor
  const isProposing = editing?.kind === 'change'
  const [isSubmitting, setSubmitting] = useState(false)
  const hasColumn = shape === 'page' && !isNarrow && layout.related.length > 0 && !isEditingAll
  const onKeyDown = useFormKeys({
    onSave: isProposing ? () => setSubmitting(form.isDirty) : () => void editor.save(),
    onCancel: () => void editor.cancel(),
  })

  return (
    <article className={styles['record']} data-shape={shape} {...(editing ? { onKeyDown } : {})}>
      <RecordHeader {...props} editor={editor} />
      <ApprovalBanner entity={entity} record={record} />
      {editor.canPropose && (
        <LockBanner isProposing={isProposing} isPartly={editor.canEdit} onPropose={editor.propose} />
      )}
      {form.issues.needsApproval && (
        <ProposeChange entity={entity} record={record} changes={form.changes} onSubmitted={editor.giveUp} />
      )}
      <ConversionBanner entity={entity} record={record} />
      {!isEditingAll && <StatusPath entity={entity} record={record} />}
      <div className={styles['columns']} data-two={hasColumn}>
        <div className={styles['main']}>
          {isEditingAll ? (
            <div className={styles['body']}>
              <FormBody
                form={form}
                layout={layout}
                focusKey={editing?.kind === 'all' ? editing.focus : undefined}
              />
            </div>
          ) : (
            <>
              <Highlights entity={entity} record={record} />
              <RecordTabs
                entity={entity}
                record={record}
                layout={layout}
                editor={editor}
                active={tab}
                onActivate={setTab}
                hasRelatedTab={!hasColumn}
              />
            </>
          )}
        </div>
        {hasColumn && <RelatedColumn entity={entity} record={record} related={layout.related} />}
      </div>
      {isEditingAll && (
        <SaveBar
          form={form}
          onSave={isProposing ? () => setSubmitting(true) : () => void editor.save()}
          onCancel={() => void editor.cancel()}
          isProposal={isProposing}
        />
      )}
      {isProposing && isSubmitting && (
        <SubmitDialog
          entity={entity}
          record={record}
          changes={form.changes}
          onClose={() => setSubmitting(false)}
          onSubmitted={editor.giveUp}
        />
      )}
      <ConflictDialog form={form} onSaved={editor.finish} />
    </article>
  )
}
