import { useQuery } from '@tanstack/react-query'
import { simulate, type Simulation } from '../../../api/approvals'
import { errorText } from '../../../api/problem'
import { useDebounced } from '../../../shared/useDebounced'
import type { Change } from '../../components'

export interface Trial {
  record: string | null
  submitter: string | null
}

const PAUSE = 600

/** Who would be asked for a record under what is drawn now, saved or not. */
export function useSimulation(entity: string, workflow: string, changes: Change[], trial: Trial | null) {
  const draft = useDebounced(JSON.stringify(changes), PAUSE)
  const { record = null, submitter = null } = trial ?? {}
  const { data, error, isFetching } = useQuery({
    queryKey: ['approvals', 'trial', entity, workflow, record, submitter, draft],
    queryFn: () =>
      simulate({
        entity,
        workflow,
        record: record ?? '',
        ...(submitter ? { submitter } : {}),
        draft: JSON.parse(draft) as Change[],
      }),
    enabled: record !== null,
    placeholderData: (last: Simulation | undefined) => last,
    retry: false,
  })
  const isAsked = record !== null
  return {
    simulation: isAsked && !error ? (data ?? null) : null,
    refusal: isAsked && error ? errorText(error) : null,
    isFetching,
  }
}
