import { usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { usePeopleTexts } from './peopleTexts'

/** What a holding is called: an entity, or one of those that are none. */
export function useHoldingLabel(): (entity: string) => string {
  const t = usePeopleTexts()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const others: Record<string, string> = {
    teams: t('teams'),
    approvals: t('approvals'),
    user: t('subordinates'),
    unit: t('units_led'),
  }
  return (key) => {
    const entity = findEntity(schema, key)
    return others[key] ?? (entity ? pluralOf(entity) : key)
  }
}
