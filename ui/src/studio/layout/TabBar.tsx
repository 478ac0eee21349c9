import { DeleteOutlined, LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import { useLabel } from '../../schema/labels'
import { addTab, nudgeTab, removeTab, updateTab } from '../changes/layout'
import { keysInOrder } from '../changes/order'
import { LabelsPopover } from '../controls/LabelsPopover'
import { useTexts } from '../texts'
import { usePlace } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { useDesigner } from './DesignerContext'
import { tabId } from './dropping'
import styles from './Layout.module.css'

const NEW_TAB = { en: 'New tab', 'zh-hans': '新选项卡' }
const FIRST_REGION = { en: 'General', 'zh-hans': '基本信息' }

/** The tabs of the form. A field dropped on a tab goes to its first region. */
export function TabBar() {
  const t = useTexts()
  const labelOf = useLabel()
  const { layout, tab, change } = useDesigner()
  const tabs = keysInOrder(layout.tabs)
  const current = layout.tabs[tab]
  const name = labelOf(current, tab)
  return (
    <Flex className={styles['tabs']} align="center" gap={2} wrap>
      {tabs.map((key) => (
        <TabButton key={key} tab={key} />
      ))}
      <Button
        size="small"
        type="text"
        icon={<PlusOutlined />}
        onClick={() => change((value) => addTab(value, NEW_TAB, FIRST_REGION))}
      >
        {t('layout.add_tab')}
      </Button>
      <span style={{ flex: 1 }} />
      {current && (
        <>
          <LabelsPopover
            name={t('layout.tab_name')}
            value={current.label}
            onChange={(label) => change((value) => updateTab(value, tab, { label }))}
          />
          <IconButton
            size="small"
            type="text"
            icon={<LeftOutlined />}
            disabled={tabs[0] === tab}
            label={t('layout.tab_left', { name })}
            onClick={() => change((value) => nudgeTab(value, tab, -1))}
          />
          <IconButton
            size="small"
            type="text"
            icon={<RightOutlined />}
            disabled={tabs.at(-1) === tab}
            label={t('layout.tab_right', { name })}
            onClick={() => change((value) => nudgeTab(value, tab, 1))}
          />
          <IconButton
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            disabled={tabs.length < 2}
            label={t('layout.tab_remove', { name })}
            onClick={() => change((value) => removeTab(value, tab))}
          />
        </>
      )}
    </Flex>
  )
}

function TabButton({ tab }: { tab: string }) {
  const labelOf = useLabel()
  const { layout, tab: open, openTab } = useDesigner()
  const name = labelOf(layout.tabs[tab], tab)
  const { setNodeRef, isOver } = usePlace({ id: tabId(tab), name })
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={styles['tab']}
      aria-pressed={tab === open}
      data-over={isOver}
      onClick={() => openTab(tab)}
    >
      {name}
    </button>
  )
}
