import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { carryOut, previewConversion, type ActionOffer, type TargetChoice } from '../../api/actions'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useKinds, type Kinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { findEntity, findField, useSchema } from '../../schema/useSchema'
import { recordPath } from '../../shared/paths'
import { useDebounced } from '../../shared/useDebounced'
import { useStageTexts } from '../stages/stageTexts'
import { ConvertTarget } from './ConvertTarget'
import styles from './convert.module.css'

interface ConvertWizardProps {
  entity: Entity
  record: RecordDocument
  offer: ActionOffer
  onClose: () => void
}

export type Choices = Record<string, TargetChoice>

const PAUSE = 400

/** What would be made, target by target: choose an existing record, correct values, leave out, then do it. */
export function ConvertWizard({ entity, record, offer, onClose }: ConvertWizardProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const kinds = useKinds()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [choices, setChoices] = useState<Choices>({})
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(undefined)
  const conversion = offer.key.slice(offer.key.indexOf('.') + 1)
  const isUnchosen = Object.values(choices).some(({ existing }) => existing === null)
  const asked = useDebounced(choices, PAUSE)
  const written = (chosen: Choices) =>
    Object.fromEntries(Object.entries(chosen).map(([key, choice]) => [key, sent(madeOf(key), choice, kinds)]))
  const madeOf = (key: string) => {
    const targets = offer.details['targets'] as { key: string; entity: string }[]
    return findEntity(schema, targets.find((target) => target.key === key)?.entity)
  }
  const { data, error } = useQuery({
    queryKey: ['records', entity.key, 'one', record.id, 'convert', conversion, record.version, asked],
    queryFn: ({ signal }) => previewConversion(entity.key, record.id, conversion, written(asked), signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

  const convert = async () => {
    setBusy(true)
    setRefusal(undefined)
    try {
      const done = await carryOut(entity.key, record.id, offer.key, { targets: written(choices) })
      const made = done.result['records'] as { entity: string; id: string }[]
      void message.success(t('converted'))
      onClose()
      await queryClient.invalidateQueries({ queryKey: ['records'] })
      const last = made.at(-1)
      if (made.length === 1 && last) void navigate(recordPath(last.entity, last.id))
    } catch (problem) {
      setRefusal(problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      width={760}
      title={labelOf(offer)}
      okText={labelOf(offer)}
      okButtonProps={{ disabled: !data || data.issues.length > 0 || isUnchosen }}
      confirmLoading={isBusy}
      onOk={() => void convert()}
      onCancel={onClose}
    >
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!data && !error && <Skeleton active />}
      {data && data.issues.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('stands_against')}
          description={data.issues.map(({ message: text }) => text).join(' ')}
        />
      )}
      <div className={styles['targets']}>
        {data?.targets.map((target) => (
          <ConvertTarget
            key={target.key}
            target={target}
            choice={choices[target.key] ?? {}}
            onChoose={(choice) => setChoices({ ...choices, [target.key]: choice })}
          />
        ))}
      </div>
      {refusal !== undefined && <Alert type="error" showIcon title={errorText(refusal)} />}
    </Modal>
  )
}

/** A choice as it is sent: a chosen record by its id alone, values in the form that is written. */
function sent(made: Entity | undefined, choice: TargetChoice, kinds: Kinds): TargetChoice {
  if (choice.existing !== undefined) return { existing: choice.existing }
  if (!choice.values) return choice
  const values = Object.entries(choice.values).map(([key, value]) => {
    const field = findField(made, key)
    return [key, field ? (kinds[field.kind].toWrite?.(value, field) ?? value) : value] as const
  })
  return { ...choice, values: Object.fromEntries(values) }
}
