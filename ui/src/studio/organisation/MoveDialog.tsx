import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Flex, Modal, Select, Skeleton, TreeSelect } from 'antd'
import { useState } from 'react'
import { moveUnit, unitMoveQuery, type Touched, type UnitMove, type UnitPlace } from '../../api/people'
import { errorText } from '../../api/problem'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { recordKeys } from '../../records/queries'
import type { Field } from '../../api/types'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { useOptions } from '../../schema/options'
import { findEntity, useEntity, useSchema } from '../../schema/useSchema'
import { findNode, idsBelow, type UnitNode } from './useOrganisation'
import { useFormat } from '../../shared/format/useFormat'
import styles from './organisation.module.css'

const TOP = ''

/** `to`: the unit above, null the top; undefined: place and kind are still to be chosen. */
export interface Wish {
  unit: UnitNode
  to: string | null | undefined
}

interface MoveDialogProps {
  tree: UnitNode[]
  wish: Wish
  onClose: () => void
}

/** Who would gain and lose access, before a unit moves or becomes something else. */
export function MoveDialog({ tree, wish, onClose }: MoveDialogProps) {
  const t = usePeopleTexts()
  const { unit } = wish
  const chooses = wish.to === undefined
  const [place, setPlace] = useState<UnitPlace>({
    to: chooses ? unit.parent : (wish.to ?? null),
    kind: unit.kind,
  })
  const moves = place.to !== unit.parent
  const changes = moves || place.kind !== unit.kind
  const { data, error } = useQuery({ ...unitMoveQuery(unit.id, place), enabled: changes })
  const move = useMove(unit, onClose)
  const above = place.to ? findNode(tree, place.to) : null
  return (
    <Modal
      open
      title={
        <div className={styles['dialogTitle']}>
          {chooses
            ? t('place_unit', { name: unit.name })
            : t('move_title', { unit: unit.name, to: above?.name ?? t('top') })}
        </div>
      }
      okText={t(moves ? 'move_ok' : 'place_ok')}
      okButtonProps={{ disabled: !changes || !data, danger: (data?.lost_count ?? 0) > 0 }}
      cancelText={t('cancel')}
      confirmLoading={move.isPending}
      onOk={() => changes && data && move.mutate({ place, plan: data.plan })}
      onCancel={onClose}
    >
      <Flex vertical gap={12}>
        {chooses && <PlaceInputs tree={tree} unit={unit} place={place} onChange={setPlace} />}
        {[error, move.error].map(
          (each, index) => each && <Alert key={index} type="error" showIcon title={errorText(each)} />,
        )}
        {changes && !data && !error && <Skeleton active />}
        {data && changes && <Consequences move={data} moves={moves} />}
      </Flex>
    </Modal>
  )
}

interface PlaceInputsProps {
  tree: UnitNode[]
  unit: UnitNode
  place: UnitPlace
  onChange: (place: UnitPlace) => void
}

function PlaceInputs({ tree, unit, place, onChange }: PlaceInputsProps) {
  const t = usePeopleTexts()
  const kind = useEntity('unit')?.fields.find(({ key }) => key === 'kind')
  return (
    <>
      <TreeSelect
        aria-label={t('move_to')}
        prefix={<span className={styles['quiet']}>{t('move_to')}</span>}
        showSearch={{ treeNodeFilterProp: 'title' }}
        treeDefaultExpandAll
        value={place.to ?? TOP}
        treeData={[{ value: TOP, title: t('top') }, ...choices(tree, idsBelow(unit))]}
        onChange={(id: string) => onChange({ ...place, to: id === TOP ? null : id })}
      />
      {kind && (
        <KindInput field={kind} value={place.kind} onChange={(key) => onChange({ ...place, kind: key })} />
      )}
    </>
  )
}

interface KindInputProps {
  field: Field
  value: string | null
  onChange: (kind: string) => void
}

function KindInput({ field, value, onChange }: KindInputProps) {
  const label = useLabel()(field, field.key)
  const options = useOptions(field).map(({ key, label }) => ({ value: key, label }))
  return (
    <Select
      aria-label={label}
      prefix={<span className={styles['quiet']}>{label}</span>}
      value={value}
      options={options}
      onChange={onChange}
    />
  )
}

interface Choice {
  value: string
  title: string
  disabled: boolean
  children: Choice[]
}

const choices = (nodes: UnitNode[], refused: ReadonlySet<string>): Choice[] =>
  nodes.map(({ id, name, children }) => ({
    value: id,
    title: name,
    disabled: refused.has(id),
    children: choices(children, refused),
  }))

function useMove(unit: UnitNode, onClose: () => void) {
  const t = usePeopleTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: ({ place, plan }: { place: UnitPlace; plan: string }) => moveUnit(unit.id, place, plan),
    onError: () => client.invalidateQueries({ queryKey: ['people', 'move', unit.id] }),
    onSuccess: async (_answer, { place }) => {
      await client.invalidateQueries({ queryKey: recordKeys.entity('unit') })
      void message.success(t(place.to === unit.parent ? 'place_done' : 'move_done', { unit: unit.name }))
      onClose()
    },
  })
}

function Consequences({ move, moves }: { move: UnitMove; moves: boolean }) {
  const t = usePeopleTexts()
  const hasShares = move.shares_gained + move.shares_lost > 0
  const isQuiet = move.gained_count + move.lost_count === 0 && !hasShares
  return (
    <>
      {moves && (
        <p className={styles['quiet']}>{t('move_what', { units: move.units, people: move.people })}</p>
      )}
      {isQuiet && <Alert type="success" showIcon title={t('move_none')} />}
      {move.lost_count > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('move_lost', { count: move.lost_count })}
          description={<People touched={move.lost} />}
        />
      )}
      {move.gained_count > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('move_gained', { count: move.gained_count })}
          description={<People touched={move.gained} />}
        />
      )}
      {hasShares && (
        <p className={styles['quiet']}>
          {t('move_shares', { gained: move.shares_gained, lost: move.shares_lost })}
        </p>
      )}
    </>
  )
}

const ENTITIES_NAMED = 6

function People({ touched }: { touched: Touched[] }) {
  const schema = useSchema()
  const format = useFormat()
  const pluralOf = usePluralLabel()
  const name = (key: string) => {
    const entity = findEntity(schema, key)
    return entity ? pluralOf(entity) : key
  }
  return (
    <ul className={styles['touched']}>
      {touched.map(({ user, entities }) => (
        <li key={user.id}>
          <bdi>{user.label}</bdi>{' '}
          <span className={styles['quiet']}>
            {format.list(entities.slice(0, ENTITIES_NAMED).map(name))}
            {entities.length > ENTITIES_NAMED && ` +${entities.length - ENTITIES_NAMED}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
