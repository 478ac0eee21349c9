import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Collapse, Empty, Typography } from 'antd'
import { errorText } from '../../api/problem'
import { explainText, readStatement } from '../../rules/explain'
import { FormulaExplanation } from '../../rules/FormulaExplanation'
import { useDebounced } from '../../shared/useDebounced'
import { useTexts } from '../texts'
import styles from './Playground.module.css'

interface RuleAnswerProps {
  entity: string
  record: string | null
  text: string
}

const PAUSE = 400

/** The value for the record with its parts, and the statement that the database would run. */
export function RuleAnswer({ entity, record, text }: RuleAnswerProps) {
  const t = useTexts()
  const settled = useDebounced(text, PAUSE)
  const isReady = settled.trim() !== ''
  const value = useQuery({
    queryKey: ['rules', 'explain', 'text', entity, record, settled],
    queryFn: ({ signal }) => explainText({ entity, id: record ?? '', text: settled }, signal),
    enabled: isReady && record !== null,
    retry: false,
    placeholderData: keepPreviousData,
  })
  const statement = useQuery({
    queryKey: ['rules', 'sql', entity, settled],
    queryFn: ({ signal }) => readStatement({ entity, text: settled }, signal),
    enabled: isReady,
    retry: false,
    placeholderData: keepPreviousData,
  })
  if (!isReady || (record === null && !statement.data))
    return <Empty description={t('playground.no_value')} />
  return (
    <>
      {value.error ? (
        <Typography.Text type="secondary">{errorText(value.error)}</Typography.Text>
      ) : (
        value.data && record !== null && <FormulaExplanation explanation={value.data} />
      )}
      {statement.data && !statement.error && (
        <Collapse
          ghost
          size="small"
          style={{ marginTop: 12, marginInline: -12 }}
          items={[
            {
              key: 'sql',
              label: t('playground.sql'),
              children: (
                <>
                  <pre className={styles['sql']}>{statement.data.sql}</pre>
                  {statement.data.parameters.length > 0 && (
                    <>
                      <Typography.Text type="secondary">{t('playground.parameters')}</Typography.Text>
                      <pre className={styles['sql']}>{JSON.stringify(statement.data.parameters)}</pre>
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </>
  )
}
