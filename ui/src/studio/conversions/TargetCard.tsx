import { Select, Tag } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { targetOf, useEntity } from '../../schema/useSchema'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import { LabelsInput } from '../controls/LabelsInput'
import { useIssues } from '../controls/IssuesContext'
import { FoldCard } from '../controls/FoldCard'
import { SwitchRow } from '../controls/SwitchRow'
import type { TargetDocument } from '../processDocuments'
import { useConversionTexts } from './conversionTexts'
import { FieldMappings } from './FieldMappings'
import { LineMappings } from './LineMappings'
import type { MadeRecord } from './mapping'

interface TargetCardProps {
  id: string
  source: Entity
  target: TargetDocument
  /** The records that are made before it. */
  before: readonly MadeRecord[]
  startsOpen: boolean
  onChange: (target: TargetDocument) => void
  onRemove: () => void
}

/** One record that comes of the conversion: how it is made or chosen, and what it is filled with. */
export function TargetCard({ id, source, target, before, startsOpen, onChange, onRemove }: TargetCardProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const made = useEntity(target.target)
  const faults = useIssues([`targets/${id}`]).filter(({ severity }) => severity !== 'warning').length
  const name = labelOf({ label: target.label ?? made?.label }, target.target)
  return (
    <FoldCard
      id={id}
      name={name}
      tags={
        <>
          {faults > 0 && <Tag color="error">{t('faults', { count: faults })}</Tag>}
          {target.optional && <Tag>{t('tag_optional')}</Tag>}
          {target.existing === 'choose' && <Tag>{t('tag_existing')}</Tag>}
          <Tag>{t('fields_mapped', { count: Object.keys(target.fields).length })}</Tag>
        </>
      }
      removeText={t('remove_target', { target: name })}
      startsOpen={startsOpen}
      onRemove={onRemove}
    >
      {() =>
        made && (
          <>
            <h4>{t('mapping')}</h4>
            <FieldMappings
              path={`targets/${id}/fields`}
              made={made}
              origin={{ entity: source, made: before, isLine: false }}
              mayExist={target.existing === 'choose'}
              fields={target.fields}
              onChange={(fields) => onChange({ ...target, fields })}
            />
            <LineMappings
              path={`targets/${id}/lines`}
              source={source}
              made={made}
              lines={target.lines}
              onChange={(lines) => onChange({ ...target, lines })}
            />
            <h4>{t('how')}</h4>
            <Manner id={id} source={source} made={made} target={target} onChange={onChange} />
          </>
        )
      }
    </FoldCard>
  )
}

interface MannerProps {
  id: string
  source: Entity
  made: Entity
  target: TargetDocument
  onChange: (target: TargetDocument) => void
}

/** When it is made, whether it may be left out or chosen, and what leads to it. */
function Manner({ id, source, made, target, onChange }: MannerProps) {
  const t = useConversionTexts()
  const labelOf = useLabel()
  const path = (name: string) => `targets/${id}/${name}`
  const set = (part: Partial<Record<keyof TargetDocument, unknown>>) => {
    const filled = Object.entries({ ...target, ...part }).filter(([, value]) => value !== undefined)
    onChange(Object.fromEntries(filled) as unknown as TargetDocument)
  }
  const links = source.fields.filter(
    (field) => ['reference', 'parent'].includes(field.kind) && targetOf(field, source) === made.key,
  )
  return (
    <>
      <Control names={[path('label')]} label={t('label')} help={t('label_help')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            name={t('label')}
            value={target.label}
            onChange={(label) => set({ label: Object.keys(label).length > 0 ? label : undefined })}
          />
        )}
      </Control>
      <Control names={[path('when')]} label={t('when')} help={t('when_help')} isRule>
        {(aria) => (
          <ConditionInput
            entity={source.key}
            aria={aria}
            value={target.when}
            onChange={(when) => set({ when })}
          />
        )}
      </Control>
      {links.length > 0 && (
        <Control names={[path('link')]} label={t('link')} help={t('link_help')}>
          {(aria) => (
            <Select
              {...aria}
              allowClear
              value={target.link ?? null}
              onChange={(link) => set({ link: link ?? undefined })}
              options={links.map((field) => ({ value: field.key, label: labelOf(field) }))}
            />
          )}
        </Control>
      )}
      <SwitchRow
        label={t('optional')}
        help={t('optional_help')}
        checked={target.optional === true}
        onChange={(optional) => set({ optional: optional || undefined })}
      />
      <SwitchRow
        label={t('existing')}
        help={t('existing_help')}
        checked={target.existing === 'choose'}
        onChange={(isChosen) =>
          set({
            existing: isChosen ? 'choose' : undefined,
            ...(isChosen ? {} : { existing_filter: undefined }),
          })
        }
      />
      {target.existing === 'choose' && (
        <Control names={[path('existing_filter')]} label={t('existing_filter')} isRule>
          {(aria) => (
            <ConditionInput
              entity={made.key}
              aria={aria}
              value={target.existing_filter}
              onChange={(filter) => set({ existing_filter: filter })}
            />
          )}
        </Control>
      )}
    </>
  )
}
