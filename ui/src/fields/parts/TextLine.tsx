import styles from './cells.module.css'

const TITLE_LENGTH = 500

/** One line of any text: cut off with an ellipsis, in its own writing direction, whole (nearly) in the tooltip. */
export function TextLine({ text, mono = false }: { text: string; mono?: boolean }) {
  return (
    <span
      className={mono ? `${styles['line']} ${styles['mono']}` : styles['line']}
      dir="auto"
      title={text.length > TITLE_LENGTH ? `${text.slice(0, TITLE_LENGTH)}…` : text}
    >
      {text.length > TITLE_LENGTH ? text.slice(0, TITLE_LENGTH) : text}
    </span>
  )
}
