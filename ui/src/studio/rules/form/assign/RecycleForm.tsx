import { InputNumber, Select } from 'antd'
import type { Entity } from '../../../../api/types'
import type { ClaimsParts, RecycleParts, ReleaseParts } from '../../../../rules/parts'
import { useLabel } from '../../../../schema/labels'
import { ConditionInput } from '../../../controls/ConditionInput'
import { Control } from '../../../controls/Control'
import { FieldGrid } from '../../../controls/FieldGrid'
import { ClauseList } from '../ClauseList'
import { Optional } from '../remind/Optional'
import { SpanInput } from '../remind/SpanInput'
import { TellingRow } from '../remind/TellingRow'
import remindStyles from '../remind/remind.module.css'
import { useAssignmentTexts } from './assignmentTexts'
import { PlaceInput } from './PlaceInput'

interface RecycleFormProps {
  entity: Entity
  pool: RecycleParts
  onChange: (pool: RecycleParts) => void
}

const WEEK_AHEAD = { amount: 7, unit: 'day', to: ['owner'], channels: [], template: null } as const

/** When records go back to their pool, who is warned, what may be claimed, and what is hidden there. */
export function RecycleForm({ entity, pool, onChange }: RecycleFormProps) {
  const t = useAssignmentTexts()
  const { releases, warning } = pool
  const set = (part: Partial<RecycleParts>) => onChange({ ...pool, ...part })
  const another = { when: '', to: releases.at(-1)?.to ?? '', keep_out: null }
  return (
    <>
      <h4 className={remindStyles['group']}>{t('releases')}</h4>
      <ClauseList
        clauses={releases}
        label={t('releases')}
        addText={t('add_release')}
        removeText={(number) => t('remove_release', { number })}
        fresh={another}
        onChange={(changed) => set({ releases: changed })}
      >
        {(release, at, setRelease) => <Release entity={entity} release={release} at={at} set={setRelease} />}
      </ClauseList>
      <Optional
        label={t('warning')}
        hint={t('warning_help')}
        isOn={warning !== null}
        onSwitch={(isOn) =>
          set({ warning: isOn ? { ...WEEK_AHEAD, to: [...WEEK_AHEAD.to], channels: [] } : null })
        }
      >
        {warning && (
          <ul className={remindStyles['list']}>
            <TellingRow
              entity={entity}
              place="warning"
              telling={warning}
              spanLabel={t('warning_before')}
              isOwn={false}
              onChange={(next) => set({ warning: next })}
            />
          </ul>
        )}
      </Optional>
      <Claims claims={pool.claims} onChange={(claims) => set({ claims })} />
      <Hidden entity={entity} hide={pool.hide} onChange={(hide) => set({ hide })} />
    </>
  )
}

interface ReleaseProps {
  entity: Entity
  release: ReleaseParts
  at: number
  set: (part: Partial<ReleaseParts>) => void
}

function Release({ entity, release, at, set }: ReleaseProps) {
  const t = useAssignmentTexts()
  const place = (name: string) => [`releases/${at}/${name}`]
  const kept = release.keep_out
  return (
    <>
      <Control names={place('when')} label={t('release_when')} required isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={entity.key}
            value={release.when}
            onChange={(when) => set({ when: when ?? '' })}
          />
        )}
      </Control>
      <Control names={place('to')} label={t('release_to')} required>
        {(aria) => (
          <PlaceInput isPool aria={aria} entity={entity} value={release.to} onChange={(to) => set({ to })} />
        )}
      </Control>
      <Optional
        label={t('keep_out')}
        hint={t('keep_out_help')}
        isOn={kept !== null}
        onSwitch={(isOn) => set({ keep_out: isOn ? { amount: 30, unit: 'day' } : null })}
      >
        {kept && (
          <SpanInput value={kept} label={t('keep_out')} onChange={(span) => set({ keep_out: span })} />
        )}
      </Optional>
    </>
  )
}

interface ClaimsProps {
  claims: RecycleParts['claims']
  onChange: (claims: RecycleParts['claims']) => void
}

function Claims({ claims, onChange }: ClaimsProps) {
  const t = useAssignmentTexts()
  return (
    <Optional
      label={t('claims')}
      hint={t('claims_help')}
      isOn={claims !== null}
      onSwitch={(isOn) => onChange(isOn ? { most: 10, period: 'day', held: null } : null)}
    >
      {claims && (
        <FieldGrid min={160}>
          <Control names={['claims/most']} label={t('most')}>
            {(aria) => (
              <InputNumber
                {...aria}
                min={1}
                precision={0}
                value={claims.most}
                placeholder="∞"
                onChange={(most) => onChange({ ...claims, most })}
              />
            )}
          </Control>
          <Control names={['claims/period']} label={t('period')}>
            {(aria) => (
              <Select<NonNullable<ClaimsParts['period']>>
                {...aria}
                value={claims.period ?? 'day'}
                options={(['day', 'week', 'month'] as const).map((value) => ({
                  value,
                  label: t(`period_${value}`),
                }))}
                onChange={(period) => onChange({ ...claims, period })}
              />
            )}
          </Control>
          <Control names={['claims/held']} label={t('held')}>
            {(aria) => (
              <InputNumber
                {...aria}
                min={1}
                precision={0}
                value={claims.held}
                placeholder="∞"
                onChange={(held) => onChange({ ...claims, held })}
              />
            )}
          </Control>
        </FieldGrid>
      )}
    </Optional>
  )
}

interface HiddenProps {
  entity: Entity
  hide: RecycleParts['hide']
  onChange: (hide: RecycleParts['hide']) => void
}

function Hidden({ entity, hide, onChange }: HiddenProps) {
  const t = useAssignmentTexts()
  const labelOf = useLabel()
  return (
    <Control names={['hide']} label={t('hide')} help={t('hide_help')}>
      {(aria) => (
        <Select<string[]>
          {...aria}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={hide?.fields ?? []}
          options={entity.fields
            .filter(({ system }) => !system)
            .map((field) => ({ value: field.key, label: labelOf(field) }))}
          onChange={(fields) => onChange(fields.length > 0 ? { ...hide, fields } : null)}
        />
      )}
    </Control>
  )
}
