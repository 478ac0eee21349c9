import styles from './cells.module.css'

/** Figures of equal width; the title reads a large number in words of the language. */
export function NumberLine({ text, title }: { text: string; title?: string | undefined }) {
  return (
    <span className={styles['number']} {...(title ? { title } : {})}>
      {text}
    </span>
  )
}
