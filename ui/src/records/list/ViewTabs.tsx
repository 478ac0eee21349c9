import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../schema/labels'
import type { ListData } from './useListData'
import { ALL_RECORDS } from './views'

/** The shared views. A view starts fresh: filter, order and search belong to the view that they were made in. */
export function ViewTabs({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { views, view, change, state } = data
  if (views.length < 2 || state.isBin) return null
  return (
    <Tabs
      size="small"
      activeKey={view?.key ?? ''}
      items={views.map((item) => ({
        key: item.key,
        label: <bdi>{item.key === ALL_RECORDS ? t('list.all') : labelOf(item)}</bdi>,
      }))}
      tabBarStyle={{ margin: 0 }}
      onChange={(key) => change({ view: key, filter: '', sort: [], q: '', open: undefined, isBin: false })}
    />
  )
}
