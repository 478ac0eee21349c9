import { callOf, found, type FunctionEntry, type FunctionGroup } from './functions'
import styles from './FunctionList.module.css'

interface FunctionListProps {
  groups: readonly FunctionGroup[]
  wanted: string
  onChoose: (text: string, back: number) => void
}

export function FunctionList({ groups, wanted, onChoose }: FunctionListProps) {
  return (
    <>
      {found(groups, wanted).map((group) => (
        <section key={group.key} aria-label={group.label}>
          <h4 className={styles['group']}>{group.label}</h4>
          <ul className={styles['list']}>
            {group.functions.map((entry) => (
              <FunctionItem key={entry.name} entry={entry} onChoose={onChoose} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function FunctionItem({
  entry,
  onChoose,
}: {
  entry: FunctionEntry
  onChoose: FunctionListProps['onChoose']
}) {
  const { text, back } = callOf(entry)
  return (
    <li>
      <button type="button" className={styles['item']} onClick={() => onChoose(text, back)}>
        <code className={styles['name']}>{entry.name}</code>
        <span className={styles['help']}>{entry.help}</span>
        <code className={styles['example']}>
          {entry.example}
          {entry.gives !== null && <span className={styles['gives']}> → {entry.gives}</span>}
        </code>
      </button>
    </li>
  )
}
