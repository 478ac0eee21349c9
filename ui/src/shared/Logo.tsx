import styles from './Logo.module.css'

export function Logo({ size = 28, withName = false }: { size?: number; withName?: boolean }) {
  return (
    <span className={styles['logo']}>
      <img src="/favicon.svg" width={size} height={size} alt={withName ? '' : 'Odos'} />
      {withName && <span style={{ fontSize: size * 0.62 }}>Odos</span>}
    </span>
  )
}
