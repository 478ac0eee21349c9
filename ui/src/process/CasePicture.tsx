import { FullscreenOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApprovalCase } from '../api/approvals'
import { useIsNarrow } from '../shared/media'
import { useWidth } from '../shared/useWidth'
import { LazyPicture } from './picture/LazyPicture'
import { useCaseTree } from './useCaseTree'
import styles from './process.module.css'

/** Where a case stands, drawn as it was designed: in the page as a whole, enlarged to move about in. */
export function CasePicture({ approval }: { approval: ApprovalCase }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [isLarge, setLarge] = useState(false)
  const [measure, width] = useWidth()
  const tree = useCaseTree(approval)
  const label = t('approval.picture')
  const hasBranches = approval.nodes.some(({ kind }) => kind === 'fork')
  return (
    <div ref={measure} className={styles['drawing']}>
      {width !== null && (
        <LazyPicture tree={tree} label={label} isStill stacked={isNarrow ? width : undefined} />
      )}
      {hasBranches && !isNarrow && (
        <Button
          size="small"
          type="text"
          className={styles['enlarge'] ?? ''}
          icon={<FullscreenOutlined />}
          onClick={() => setLarge(true)}
        >
          {t('approval.enlarge')}
        </Button>
      )}
      <Modal
        open={isLarge}
        title={label}
        footer={null}
        width="96vw"
        centered
        destroyOnHidden
        onCancel={() => setLarge(false)}
      >
        <div className={styles['large']}>
          <LazyPicture tree={tree} label={label} hasMap />
        </div>
      </Modal>
    </div>
  )
}
