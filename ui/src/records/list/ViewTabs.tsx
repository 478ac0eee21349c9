import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../schema/labels'
import { FRESH } from './urlState'
import type { ListData } from './useListData'
import { ALL_RECORDS, tabViews } from './views'

/** The views at hand. A view starts fresh: filter, order and search belong to the view that they were made in. */
export function ViewTabs({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { views, view, change, state, personal } = data
  const tabs = tabViews(views, view, personal)
  if (tabs.length < 2 || state.isBin) return null
  return (
    <Tabs
      size="small"
      activeKey={view?.key ?? ''}
      items={tabs.map((item) => ({
        key: item.key,
        label: <bdi>{item.key === ALL_RECORDS ? t('list.all') : labelOf(item)}</bdi>,
      }))}
      tabBarStyle={{ margin: 0 }}
      onChange={(key) => change({ ...FRESH, view: key })}
    />
  )
}
