import { ApartmentOutlined, FilterOutlined, ProjectOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useStageTexts } from '../../process/stages/stageTexts'
import type { Shape } from './urlState'
import type { ListData } from './useListData'

/** As what the records are drawn: rows, a tree, a board, a funnel. */
export function ShapeSwitch({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const tStage = useStageTexts()
  const { state, view, change, hasTree, hasBoard, hasFunnel } = data
  if (!hasTree && !hasBoard) return null
  return (
    <Segmented<Shape>
      aria-label={t('list.shape')}
      value={state.shape ?? (view?.type === 'tree' ? 'tree' : 'list')}
      options={[
        { value: 'list', icon: <UnorderedListOutlined />, title: t('list.as_list') },
        ...(hasTree
          ? [{ value: 'tree' as const, icon: <ApartmentOutlined />, title: t('list.as_tree') }]
          : []),
        ...(hasBoard
          ? [{ value: 'board' as const, icon: <ProjectOutlined />, title: tStage('as_board') }]
          : []),
        ...(hasFunnel
          ? [{ value: 'funnel' as const, icon: <FilterOutlined />, title: tStage('as_funnel') }]
          : []),
      ]}
      onChange={(shape) => change({ shape })}
    />
  )
}
