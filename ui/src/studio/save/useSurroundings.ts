import { useQueryClient } from '@tanstack/react-query'
import { schemaQuery } from '../../api/queries'
import { componentQuery, componentsQuery } from '../api/metadata'
import type { Surroundings } from '../changes/retire'

/** Reads everything that may name an entity: the application, its menus and its roles. */
export function useSurroundings(): () => Promise<Surroundings> {
  const client = useQueryClient()
  return async () => {
    const [{ entities }, menus, roles] = await Promise.all([
      client.fetchQuery({ ...schemaQuery, staleTime: 0 }),
      client.fetchQuery(componentsQuery('menu')),
      client.fetchQuery(componentsQuery('role')),
    ])
    return {
      entities,
      menus: await Promise.all(
        menus.items.map(async ({ key }) => (await client.fetchQuery(componentQuery('menu', key))).document),
      ),
      roles: await Promise.all(
        roles.items.map(async ({ key }) => (await client.fetchQuery(componentQuery('role', key))).document),
      ),
    }
  }
}
