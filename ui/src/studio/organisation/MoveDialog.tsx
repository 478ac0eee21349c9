import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Flex, Modal, Skeleton, TreeSelect } from 'antd'
import { useState } from 'react'
import { moveUnit, unitMoveQuery, type Touched, type UnitMove } from '../../api/people'
import { errorText } from '../../api/problem'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { recordKeys } from '../../records/queries'
import { usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { findNode, idsBelow, type UnitNode } from './useOrganisation'
import { useFormat } from '../../shared/format/useFormat'
import styles from './organisation.module.css'

const TOP = ''

/** `to`: the unit above, null the top; undefined is still to be chosen. */
export interface Wish {
  unit: UnitNode
  to: string | null | undefined
}

interface MoveDialogProps {
  tree: UnitNode[]
  wish: Wish
  onClose: () => void
}

/** Who would gain and lose access, before a unit moves. */
export function MoveDialog({ tree, wish, onClose }: MoveDialogProps) {
  const t = usePeopleTexts()
  const { unit } = wish
  const [to, setTo] = useState(wish.to)
  const { data, error } = useQuery({ ...unitMoveQuery(unit.id, to ?? null), enabled: to !== undefined })
  const move = useMove(unit, onClose)
  const above = to ? findNode(tree, to) : null
  return (
    <Modal
      open
      title={
        <div className={styles['dialogTitle']}>
          {to === undefined
            ? t('move_unit', { name: unit.name })
            : t('move_title', { unit: unit.name, to: above?.name ?? t('top') })}
        </div>
      }
      okText={t('move_ok')}
      okButtonProps={{ disabled: to === undefined || !data, danger: (data?.lost_count ?? 0) > 0 }}
      cancelText={t('cancel')}
      confirmLoading={move.isPending}
      onOk={() => to !== undefined && data && move.mutate({ to, plan: data.plan })}
      onCancel={onClose}
    >
      <Flex vertical gap={12}>
        {wish.to === undefined && (
          <TreeSelect
            aria-label={t('move_to')}
            placeholder={t('move_to')}
            showSearch={{ treeNodeFilterProp: 'title' }}
            treeDefaultExpandAll
            value={to === undefined ? undefined : (to ?? TOP)}
            treeData={[{ value: TOP, title: t('top') }, ...choices(tree, idsBelow(unit))]}
            onChange={(id: string) => setTo(id === TOP ? null : id)}
          />
        )}
        {[error, move.error].map(
          (each, index) => each && <Alert key={index} type="error" showIcon title={errorText(each)} />,
        )}
        {to !== undefined && !data && !error && <Skeleton active />}
        {data && to !== undefined && <Consequences move={data} />}
      </Flex>
    </Modal>
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
    mutationFn: ({ to, plan }: { to: string | null; plan: string }) => moveUnit(unit.id, to, plan),
    onError: () => client.invalidateQueries({ queryKey: ['people', 'move', unit.id] }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: recordKeys.entity('unit') })
      void message.success(t('move_done', { unit: unit.name }))
      onClose()
    },
  })
}

function Consequences({ move }: { move: UnitMove }) {
  const t = usePeopleTexts()
  const hasShares = move.shares_gained + move.shares_lost > 0
  const isQuiet = move.gained_count + move.lost_count === 0 && !hasShares
  return (
    <>
      <p className={styles['quiet']}>{t('move_what', { units: move.units, people: move.people })}</p>
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
