import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText, isProblem } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { FilterButton } from '../filter/FilterButton'
import { FilterChips } from '../filter/FilterChips'
import { ViewMenu } from '../views/ViewMenu'
import { ColumnChooser } from './ColumnChooser'
import { GroupSelect } from './GroupSelect'
import { QuickBar } from './QuickBar'
import { SearchBox } from './SearchBox'
import { ShapeSwitch } from './ShapeSwitch'
import type { ListData } from './useListData'
import { ViewTabs } from './ViewTabs'
import styles from './list.module.css'

export function ListToolbar({ data, hasColumns }: { data: ListData; hasColumns: boolean }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { entity, state, change, list, view, filter, setFilter } = data
  const problem = filter && isProblem(list.error, 400, 422) ? errorText(list.error) : undefined
  const warnings = [
    ...(data.isMissing ? [t('views.missing')] : []),
    ...(view?.saved?.issues.map(({ message }) => message) ?? []),
  ]
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
        {!state.isBin && <ViewMenu data={data} />}
        <div className={styles['search']}>
          <SearchBox value={state.q} onSearch={(q) => change({ q })} />
        </div>
        <FilterButton entity={entity} text={filter} problem={problem} onApply={setFilter} />
        <ShapeSwitch data={data} />
        {hasColumns && !state.isBin && !data.tree && data.drawn !== 'funnel' && <GroupSelect data={data} />}
        {hasColumns && <ColumnChooser data={data} />}
      </div>
      {warnings.length > 0 && <Alert banner type="warning" title={warnings.join(' ')} />}
      <QuickBar data={data} />
      {filter && (
        <div className={styles['chips']}>
          <FilterChips entity={entity} text={filter} onChange={setFilter} />
        </div>
      )}
    </>
  )
}
