import { PlusOutlined } from '@ant-design/icons'
import { Button, Empty } from 'antd'
import { keysInOrder } from '../changes/order'
import { addRegion } from '../changes/layout'
import { useTexts } from '../texts'
import { useDesigner } from './DesignerContext'
import { RegionBox } from './RegionBox'
import { TabBar } from './TabBar'
import styles from './Layout.module.css'

const NEW_REGION = { en: 'New section', 'zh-hans': '新分组' }

/** The tabs of the form, and the regions of the open one. */
export function Canvas() {
  const t = useTexts()
  const { layout, tab, change } = useDesigner()
  const regions = keysInOrder(layout.tabs[tab]?.regions)
  return (
    <section className={styles['canvas']} aria-label={t('layout.canvas')}>
      <TabBar />
      {tab === '' ? (
        <Empty description={t('layout.no_tab')} />
      ) : (
        <>
          {regions.map((region) => (
            <RegionBox key={region} spot={{ tab, region }} />
          ))}
          <Button
            type="dashed"
            block
            icon={<PlusOutlined />}
            onClick={() => change((current) => addRegion(current, tab, NEW_REGION))}
          >
            {t('layout.add_region')}
          </Button>
        </>
      )}
    </section>
  )
}
