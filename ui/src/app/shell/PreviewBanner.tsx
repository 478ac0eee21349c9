import { EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { usePeopleTexts } from '../../records/people/peopleTexts'
import { currentPreview, endPreview } from '../../shared/previewing'
import styles from './PreviewBanner.module.css'

/** Says that one looks with the eyes of somebody else, and leads back. */
export function PreviewBanner() {
  const t = usePeopleTexts()
  const preview = currentPreview()
  if (!preview) return null
  return (
    <div className={styles['banner']} role="status">
      <EyeOutlined aria-hidden />
      <span className={styles['text']}>{t('preview_banner', { name: preview.name })}</span>
      <Button size="small" onClick={endPreview}>
        {t('preview_end')}
      </Button>
    </div>
  )
}
