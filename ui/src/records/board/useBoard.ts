import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { carryOut } from '../../api/actions'
import { updateRecord } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { withoutOverwriting } from '../../api/withoutOverwriting'
import type { OptionChoice } from '../../schema/options'
import { asText } from '../../fields/parts/asText'
import { bothOf } from '../filter/text'
import { conditionOf } from '../list/groups'
import type { Question } from '../list/question'
import { whichRecords } from '../list/totals'
import { aggregateQuery, shortListQuery } from '../queries'

export interface BoardColumn {
  option: OptionChoice
  count: number
  amount: string | null
  rows: RecordDocument[]
  isLoading: boolean
}

interface Moving {
  record: RecordDocument
  from: string
  to: string
}

const FIRST_ROWS = 25
const MORE_ROWS = 50
const MOST_ROWS = 1000

/** Columns with counts, sums and the first records of each; a move shows at once and goes back when refused. */
export function useBoard(
  entity: Entity,
  question: Question,
  field: Field,
  options: OptionChoice[],
  measure: Field | undefined,
) {
  const queryClient = useQueryClient()
  const [wanted, setWanted] = useState<Record<string, number>>({})
  const [moving, setMoving] = useState<Moving | undefined>(undefined)
  const sums = measure ? [{ function: 'sum', field: measure.key, as: 'amount' }] : []
  const totals = useQuery({
    ...aggregateQuery(entity.key, {
      group_by: [field.key],
      measures: [{ function: 'count', as: 'n' }, ...sums],
      limit: 200,
      ...whichRecords(question),
    }),
    placeholderData: keepPreviousData,
  })
  const pages = useQueries({
    queries: options.map(({ key }) => ({
      ...shortListQuery(entity.key, {
        ...question,
        fields: [question.fields, field.key].filter(Boolean).join(','),
        filter: bothOf(question.filter, conditionOf(field.key, key)),
        limit: Math.min(wanted[key] ?? FIRST_ROWS, MOST_ROWS),
        count: 'none' as const,
      }),
      placeholderData: (previous: unknown) => previous as never,
    })),
  })

  const columns = options.map((option, at): BoardColumn => {
    const row = totals.data?.rows.find((each) => each[field.key] === option.key)
    const rows = (pages[at]?.data?.items ?? []).filter(({ id }) => id !== moving?.record.id)
    const isGoal = moving?.to === option.key
    const isOrigin = moving?.from === option.key
    return {
      option,
      count: Number(row?.['n'] ?? 0) + (isGoal ? 1 : 0) - (isOrigin ? 1 : 0),
      amount: asText(row?.['amount']) || null,
      rows: isGoal ? [moving.record, ...rows] : rows,
      isLoading: pages[at]?.isPending ?? true,
    }
  })

  const isStage = (entity.pipelines ?? []).some((pipeline) => pipeline.field === field.key)
  /** Throws what the server says against it; the card is back in its column then. */
  const move = async (record: RecordDocument, to: string) => {
    const from = asText(record[field.key])
    if (from === to) return
    setMoving({ record, from, to })
    try {
      await withoutOverwriting<unknown>(record, [field.key], (version) =>
        isStage
          ? carryOut(entity.key, record.id, `move.${field.key}`, { stage: to, version })
          : updateRecord(entity.key, record.id, { [field.key]: to }, version),
      )
      await queryClient.invalidateQueries({ queryKey: ['records', entity.key] })
    } finally {
      setMoving(undefined)
    }
  }

  return {
    columns,
    move,
    showMore: (key: string) => setWanted({ ...wanted, [key]: (wanted[key] ?? FIRST_ROWS) + MORE_ROWS }),
    error: totals.error ?? pages.find(({ error }) => error)?.error ?? null,
  }
}
