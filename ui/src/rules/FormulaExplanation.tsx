import { distinctParts, type Explanation } from './explain'
import { useTexts } from './texts'
import { ValueText } from './ValueText'
import styles from './Explanations.module.css'

/** An expression, its value, and the values of its parts. */
export function FormulaExplanation({ explanation }: { explanation: Explanation }) {
  const t = useTexts()
  const parts = distinctParts(explanation)
  return (
    <div className={styles['formula']}>
      <code className={styles['code']}>{explanation.text}</code>
      <div className={styles['result']}>
        = <ValueText part={explanation} />
      </div>
      {parts.length > 0 && (
        <>
          <h5 className={styles['head']}>{t('why.values')}</h5>
          <dl className={styles['parts']}>
            {parts.map((part) => (
              <div key={part.text}>
                <dt>
                  <code>{part.text}</code>
                </dt>
                <dd>
                  <ValueText part={part} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {[explanation, ...parts].some(({ hidden }) => hidden) && (
        <p className={styles['muted']}>{t('why.hidden')}</p>
      )}
    </div>
  )
}
