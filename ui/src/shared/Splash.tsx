import { Spin } from 'antd'
import styles from './Splash.module.css'

export function Splash() {
  return (
    <div className={styles['splash']} role="status" aria-busy="true">
      <Spin size="large" />
    </div>
  )
}
