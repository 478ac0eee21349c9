import { PlusOutlined } from '@ant-design/icons'
import { Button, Divider, Select, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Label } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { useIsNarrow } from '../../shared/media'
import { useQuickCreate } from '../quickCreate'
import { OptionText } from './OptionText'
import { detailOf, labelText } from './references'
import { useReferenceSearch } from './useReferenceSearch'

interface ReferenceSelectProps {
  target: string
  filter?: string
  /** The field that is to refer to it: only what its own filter allows is offered. */
  chosenFor?: string
  isMultiple: boolean
  value: Label[]
  onChange: (value: Label[]) => void
  /** Put above what is found, like "Me" in a filter. */
  pinned?: Label[]
  canCreate?: boolean
  placeholder?: string
  id?: string
  disabled?: boolean
  autoFocus?: boolean
  status?: 'error' | 'warning'
  [attribute: `aria-${string}`]: unknown
}

/** Type-ahead over the records of another entity, with a way to create the one that is missing. */
export function ReferenceSelect(props: ReferenceSelectProps) {
  const {
    target,
    filter,
    chosenFor,
    isMultiple,
    value,
    onChange,
    pinned = [],
    canCreate = true,
    ...attributes
  } = props
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const search = useReferenceSearch(target, {
    ...(filter ? { filter } : {}),
    ...(chosenFor ? { for: chosenFor } : {}),
  })
  const known = new Map([...pinned, ...search.found, ...value].map((label) => [label.id, label]))
  const offered = [...(search.typed ? [] : pinned), ...search.found]
  const toLabels = (ids: string[]) => ids.flatMap((id) => known.get(id) ?? [])
  const ids = value.map(({ id }) => id)

  return (
    <Select<string | string[] | null>
      placeholder={t('field.search_placeholder')}
      {...attributes}
      {...(isMultiple ? { mode: 'multiple' as const } : {})}
      value={isMultiple ? ids : (ids[0] ?? null)}
      open={search.isOpen}
      onOpenChange={search.setOpen}
      showSearch={{
        filterOption: false,
        searchValue: search.typed,
        onSearch: search.setTyped,
        autoClearSearchValue: true,
      }}
      allowClear
      loading={search.isFetching && search.isOpen}
      options={offered.map((option) => ({
        value: option.id,
        label: labelText(option),
        detail: detailOf(option),
      }))}
      optionRender={({ data }) => <OptionText option={data} />}
      labelRender={({ value: id }) => (
        <bdi>{labelText(known.get(String(id)) ?? { id: String(id), label: '' })}</bdi>
      )}
      notFoundContent={<NothingFound isFetching={search.isFetching} error={search.error} />}
      popupRender={(menu) => (
        <>
          {menu}
          {canCreate && (
            <CreateMissing
              target={target}
              typed={search.typed}
              onOpen={() => search.setOpen(false)}
              onCreated={(label) => onChange(isMultiple ? [...value, label] : [label])}
            />
          )}
        </>
      )}
      onChange={(chosen) => {
        onChange(toLabels([chosen ?? []].flat()))
        search.setTyped('')
        if (isNarrow) search.setOpen(false) // on a phone it covers what is asked next
      }}
      style={{ width: '100%' }}
    />
  )
}

function NothingFound({ isFetching, error }: { isFetching: boolean; error: Error | null }) {
  const { t } = useTranslation()
  if (isFetching) return <Spin size="small" />
  return <span>{error ? errorText(error) : t('field.nothing_found')}</span>
}

interface CreateMissingProps {
  target: string
  typed: string
  onOpen: () => void
  onCreated: (label: Label) => void
}

function CreateMissing({ target, typed, onOpen, onCreated }: CreateMissingProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const entity = useEntity(target)
  const quickCreate = useQuickCreate()
  if (!quickCreate || !entity?.can.create || entity.system) return null
  const name = typed.trim()
  const label = labelOf(entity)
  return (
    <>
      <Divider style={{ margin: '4px 0' }} />
      <Button
        type="text"
        block
        icon={<PlusOutlined />}
        style={{ justifyContent: 'flex-start' }}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          onOpen()
          quickCreate({ entity: target, title: name, onCreated })
        }}
      >
        {name ? t('field.create_named', { label, name }) : t('field.create', { label })}
      </Button>
    </>
  )
}
