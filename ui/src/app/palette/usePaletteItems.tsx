import { BuildOutlined, HomeOutlined, PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { meQuery } from '../../api/queries'
import { searchRecords } from '../../api/records'
import { useCreate } from '../../records/create/createRequests'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { NamedIcon } from '../../shared/icons'
import { listPath, recordPath } from '../../shared/paths'
import { useDebounced } from '../../shared/useDebounced'

/** One thing that the palette can do. */
export interface PaletteItem {
  key: string
  group: 'records' | 'screens' | 'create'
  icon: ReactNode
  label: string
  hint?: string
  run: () => void
}

const MAX_ACTIONS = 8

export function usePaletteItems(typed: string): { items: PaletteItem[]; isSearching: boolean } {
  const screens = useScreenItems()
  const creations = useCreateItems()
  const { items: records, isSearching } = useRecordItems(typed)
  const words = typed.trim().toLowerCase()
  const fits = ({ label }: PaletteItem) => label.toLowerCase().includes(words)
  const actions = [...screens.filter(fits), ...creations.filter(fits)]
  return { items: [...records, ...(words ? actions.slice(0, MAX_ACTIONS) : actions)], isSearching }
}

function useScreenItems(): PaletteItem[] {
  const { t } = useTranslation()
  const schema = useSchema()
  const pluralOf = usePluralLabel()
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const screen = (path: string, icon: ReactNode, label: string): PaletteItem => ({
    key: path,
    group: 'screens',
    icon,
    label,
    run: () => void navigate(path),
  })
  const lists = schema.entities
    .filter((entity) => !entity.line_of && entity.can.see)
    .map((entity) => screen(listPath(entity.key), <NamedIcon name={entity.icon} />, pluralOf(entity)))
  const studio = me?.can.studio ? [screen('/studio', <BuildOutlined />, t('app.studio'))] : []
  return [screen('/', <HomeOutlined />, t('app.home')), ...lists, ...studio]
}

function useCreateItems(): PaletteItem[] {
  const { t } = useTranslation()
  const schema = useSchema()
  const labelOf = useLabel()
  const navigate = useNavigate()
  const create = useCreate()
  return schema.entities
    .filter((entity) => !entity.line_of && !entity.system && entity.can.create)
    .map((entity) => ({
      key: `create:${entity.key}`,
      group: 'create',
      icon: <PlusOutlined />,
      label: t('field.create', { label: labelOf(entity) }),
      run: () =>
        create({
          entity: entity.key,
          onCreated: (record) => void navigate(recordPath(entity.key, record.id)),
        }),
    }))
}

function useRecordItems(typed: string): { items: PaletteItem[]; isSearching: boolean } {
  const schema = useSchema()
  const labelOf = useLabel()
  const navigate = useNavigate()
  const q = useDebounced(typed.trim(), 200)
  const { data, isFetching } = useQuery({
    queryKey: ['records', '*', 'search', q],
    queryFn: ({ signal }) => searchRecords(q, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const items = (q === '' ? [] : (data?.items ?? [])).map(({ entity: key, id, label }): PaletteItem => {
    const entity = findEntity(schema, key)
    return {
      key: `${key}/${id}`,
      group: 'records',
      icon: <NamedIcon name={entity?.icon} />,
      label: label || `#${id}`,
      hint: labelOf(entity, key),
      run: () => void navigate(recordPath(key, id)),
    }
  })
  return { items, isSearching: isFetching || q !== typed.trim() }
}
