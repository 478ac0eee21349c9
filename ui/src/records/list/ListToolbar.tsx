import { ApartmentOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText, isProblem } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { FilterButton } from '../filter/FilterButton'
import { FilterChips } from '../filter/FilterChips'
import { ColumnChooser } from './ColumnChooser'
import { SearchBox } from './SearchBox'
import type { ListData } from './useListData'
import { ViewTabs } from './ViewTabs'
import styles from './list.module.css'

export function ListToolbar({ data, hasColumns }: { data: ListData; hasColumns: boolean }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { entity, state, change, list, view } = data
  const problem = state.filter && isProblem(list.error, 400, 422) ? errorText(list.error) : undefined
  return (
    <>
      <div
        className={styles['toolbar']}
        role="toolbar"
        aria-label={t('list.toolbar', { view: labelOf(view, '') })}
      >
        <div className={styles['tabs']}>
          <ViewTabs data={data} />
        </div>
        <div className={styles['search']}>
          <SearchBox value={state.q} onSearch={(q) => change({ q })} />
        </div>
        <FilterButton
          entity={entity}
          text={state.filter}
          problem={problem}
          onApply={(filter) => change({ filter })}
        />
        {data.hasTree && (
          <Segmented<'list' | 'tree'>
            aria-label={t('list.shape')}
            value={state.shape ?? view?.type ?? 'list'}
            options={[
              { value: 'list', icon: <UnorderedListOutlined />, title: t('list.as_list') },
              { value: 'tree', icon: <ApartmentOutlined />, title: t('list.as_tree') },
            ]}
            onChange={(shape) => change({ shape })}
          />
        )}
        {hasColumns && <ColumnChooser data={data} />}
      </div>
      {state.filter && (
        <div className={styles['chips']}>
          <FilterChips entity={entity} text={state.filter} onChange={(filter) => change({ filter })} />
        </div>
      )}
    </>
  )
}
