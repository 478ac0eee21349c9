import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../api/problem'
import { useSchema } from '../../schema/useSchema'
import { useLatestWrite } from '../../shared/useLatestWrite'
import { filterQuery, useFilterWriter } from './filterQueries'
import { emptyFilter, type Group } from './tree'

const PAUSE = 120

export interface Clauses {
  /** Undefined while the text is being read, null where it cannot be read. */
  tree: Group | null | undefined
  /** Why what was drawn has no text, or why the text could not be read. */
  refusal: string | null
  change: (tree: Group) => void
  /** What is still being written yields to a text that was typed since. */
  callOff: () => void
}

/** What was drawn, and the text that belongs to it; another text means that it was changed elsewhere. */
interface Drawn {
  tree: Group
  text: string
}

/** The clauses of a text, kept in step with it both ways. Half filled in ones stay, though the text has none of them. */
export function useClauses(
  entity: string,
  text: string,
  isShown: boolean,
  onText: (text: string) => void,
): Clauses {
  const { version } = useSchema()
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const isDrawn = drawn !== null && drawn.text === text
  const isEmpty = text.trim() === ''
  const { data, error } = useQuery({
    ...filterQuery(entity, version, text),
    enabled: isShown && !isDrawn && !isEmpty,
  })
  const write = useLatestWrite({
    write: useFilterWriter(entity),
    onWritten: (tree: Group, written) => {
      setRefusal(null)
      setDrawn({ tree, text: written.text })
      onText(written.text)
    },
    onRefused: (problem) => setRefusal(errorText(problem)),
    pause: PAUSE,
  })

  const change = (tree: Group) => {
    setDrawn({ tree, text })
    write(tree)
  }
  const callOff = () => write(null)
  if (isDrawn) return { tree: drawn.tree, refusal, change, callOff }
  if (isEmpty) return { tree: emptyFilter(), refusal: null, change, callOff }
  return { tree: data?.tree, refusal: error && errorText(error), change, callOff }
}
