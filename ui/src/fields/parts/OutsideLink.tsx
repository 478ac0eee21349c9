import styles from './cells.module.css'

interface OutsideLinkProps {
  href: string
  children: string
  opensTab?: boolean
}

/** A link out of the product, inside a row that can be clicked itself. */
export function OutsideLink({ href, children, opensTab = false }: OutsideLinkProps) {
  return (
    <a
      href={href}
      className={styles['line']}
      style={{ display: 'inline-block', verticalAlign: 'bottom' }}
      title={children}
      onClick={(event) => event.stopPropagation()}
      {...(opensTab ? { target: '_blank', rel: 'noopener noreferrer nofollow' } : {})}
    >
      {children}
    </a>
  )
}
