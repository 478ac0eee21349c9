import { QuestionCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Modal, Popover, Skeleton } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { formulaQuery, scoreQuery } from '../../rules/explain'
import { FormulaExplanation } from '../../rules/FormulaExplanation'
import { ScoreExplained } from '../../rules/ScoreExplained'
import { useTexts } from '../../rules/texts'
import { useLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { useIsNarrow } from '../../shared/media'

interface WhyProps {
  entity: string
  record: RecordDocument
  field: Field
}

/** "Why?" beside a computed value; nothing where the server has nothing to tell. */
export function WhyButton(props: WhyProps) {
  const { field } = props
  const t = useTexts()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  if (!field.explained) return null
  const title = t('why.ask_of', { field: labelOf(field) })
  const answer = isOpen ? <Why {...props} /> : null
  const button = (
    <IconButton
      type="text"
      size="small"
      icon={<QuestionCircleOutlined />}
      label={title}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    />
  )
  if (isNarrow)
    return (
      <>
        {button}
        <Modal open={isOpen} title={title} footer={null} onCancel={() => setOpen(false)}>
          {answer}
        </Modal>
      </>
    )
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      title={title}
      content={<div style={{ width: 420, maxHeight: 480, overflow: 'auto' }}>{answer}</div>}
    >
      {button}
    </Popover>
  )
}

function Why(props: WhyProps) {
  return props.field.explained === 'score' ? <WhyPoints {...props} /> : <WhyValue {...props} />
}

const placeOf = ({ entity, record }: WhyProps) => ({ entity, id: record.id, version: record.version })

function WhyPoints(props: WhyProps) {
  const { i18n } = useTranslation()
  const { data, error } = useQuery(scoreQuery(placeOf(props), props.field.key, i18n.language))
  return <Answer error={error}>{data && <ScoreExplained score={data} />}</Answer>
}

function WhyValue(props: WhyProps) {
  const { i18n } = useTranslation()
  const { data, error } = useQuery(formulaQuery(placeOf(props), props.field.key, i18n.language))
  return <Answer error={error}>{data && <FormulaExplanation explanation={data} />}</Answer>
}

function Answer({ error, children }: { error: unknown; children: ReactNode }) {
  const t = useTexts()
  if (error) return <p>{t('why.failed', { reason: errorText(error) })}</p>
  return <>{children ?? <Skeleton active title={false} />}</>
}
