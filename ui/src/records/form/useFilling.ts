import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { askDefaults, type DefaultsQuestion } from '../../api/records'
import type { Entity } from '../../api/types'
import type { Writer } from '../../fields/types'
import { findEntity, useSchema } from '../../schema/useSchema'
import type { Draft } from './draft'
import { hasMoved, partsOf, withAnswer, written, type Part } from './filling'

const DELAY = 150
const MOST_ROUNDS = 3

interface FillingOptions {
  entity: Entity
  isNew: boolean
  /** Whether all fields are open, not just one in its place. */
  isWhole: boolean
  /** What is stored and what is typed. */
  stored: Draft
  draft: Draft
  write: Writer
  /** Takes in the answer; `isFirst`: what a new record starts with. */
  onFill: (change: (present: Draft) => Draft, isFirst: boolean) => void
}

interface Question {
  part: Part
  before: Draft | undefined
  sent: Draft
}

/**
 * Fills fields from the record that was chosen in another one, as their defaults say. The server answers; a value
 * that somebody typed stays. What was last filled is remembered for each part of the form, to tell it from that.
 */
export function useFilling(options: FillingOptions) {
  const schema = useSchema()
  const settled = useRef(new Map<string, Draft>())
  const version = useRef(options.stored['version'])
  const latest = useRef(options)
  const running = useRef<Promise<void> | null>(null)
  const [round, setRound] = useState(0)
  useLayoutEffect(() => {
    latest.current = options
  })

  /** The parts in which other records are chosen than when they were last filled, or than are stored. */
  const waiting = (): Question[] => {
    const { entity, isNew, isWhole, stored, draft, write } = latest.current
    if (version.current !== stored['version']) settled.current.clear()
    version.current = stored['version']
    const shape = { isNew, isWhole, find: (key: string | undefined) => findEntity(schema, key) }
    const before = new Map(
      isNew ? [] : partsOf(entity, stored, shape).map((part) => [part.place, written(part, write)]),
    )
    for (const [place, values] of settled.current) before.set(place, values)
    return partsOf(entity, { ...stored, ...draft }, shape).flatMap((part) => {
      const [known, sent] = [before.get(part.place), written(part, write)]
      return known && !hasMoved(part, known, sent) ? [] : [{ part, before: known, sent }]
    })
  }

  const answer = async (questions: Question[]) => {
    const answers = await ask(questions)
    const { stored, write, onFill } = latest.current
    const change = (present: Draft) =>
      questions.reduce((draft, { part, sent }, position) => {
        const values = answers[position] ?? {}
        return isEmpty(values) ? draft : withAnswer(draft, stored, { part, sent, values }, write)
      }, present)
    questions.forEach(({ part, sent }, position) => {
      const filled = written({ entity: part.entity, values: answers[position] ?? {} }, write)
      settled.current.set(part.place, { ...sent, ...filled })
    })
    const isFirst = questions.every(({ part, before }) => part.place === '' && before === undefined)
    if (!answers.every(isEmpty)) flushSync(() => onFill(change, isFirst))
  }

  const run = async (): Promise<void> => {
    const questions = waiting()
    if (questions.length === 0) return
    try {
      await answer(questions)
    } catch {
      // The server fills what is left out; what stands in the form stays.
      questions.forEach(({ part, sent }) => settled.current.set(part.place, sent))
    }
  }

  /** One question at a time: the next one begins where the answer to the last left the form. */
  const start = (): Promise<void> => {
    running.current ??= run().finally(() => {
      running.current = null
      setRound((count) => count + 1)
    })
    return running.current
  }

  const look = useEffectEvent(() => {
    if (!running.current && waiting().length > 0) void start()
  })
  useEffect(() => {
    const timer = setTimeout(() => look(), DELAY)
    return () => clearTimeout(timer)
  }, [options.draft, options.stored, options.isWhole, round])

  return {
    /** What is typed, once everything is filled in. */
    settle: async (): Promise<Draft> => {
      for (let rounds = 0; rounds < MOST_ROUNDS && (running.current || waiting().length > 0); rounds += 1)
        await start()
      return latest.current.draft
    },
    /** Begin anew with whatever stands in the form next. */
    forget: () => settled.current.clear(),
  }
}

const isEmpty = (values: Draft) => Object.keys(values).length === 0

/** The answers in the order of the questions: one request for each kind of record. */
async function ask(questions: Question[]): Promise<Draft[]> {
  const entities = [...new Set(questions.map(({ part }) => part.entity.key))]
  const answers = new Map<Question, Draft>()
  await Promise.all(
    entities.map(async (entity) => {
      const asked = questions.filter(({ part }) => part.entity.key === entity)
      const rows: DefaultsQuestion[] = asked.map(({ before, sent }) => ({
        values: sent,
        ...(before ? { before } : {}),
      }))
      const found = await askDefaults(entity, rows)
      asked.forEach((question, position) => answers.set(question, found[position] ?? {}))
    }),
  )
  return questions.map((question) => answers.get(question) ?? {})
}
