import { Tag } from 'antd'
import type { FieldReason } from '../../api/sharing'
import { useFormat } from '../../shared/format/useFormat'
import { useAccessTexts } from './accessTexts'
import styles from './access.module.css'

/** What is limited for everybody, or follows from the record as a whole, is told once and not field by field. */
const COMMON = ['computed', 'record']

const isLimited = ({ see, why }: FieldReason) =>
  see !== 'plain' || why.some(({ kind }) => !COMMON.includes(kind))

/** What somebody sees and changes of each field of a record, why not, and which role would help. */
export function FieldReasons({ fields }: { fields: FieldReason[] }) {
  const t = useAccessTexts()
  const limited = fields.filter(isLimited)
  const others = fields.filter((field) => !isLimited(field))
  return (
    <section className={styles['action']}>
      <h4 className={styles['heading']}>{t('reasons.fields')}</h4>
      {limited.length === 0 && <span className={styles['quiet']}>{t('reasons.no_fields')}</span>}
      <ul className={styles['ways']}>
        {limited.map((field) => (
          <LimitedField key={field.key} field={field} />
        ))}
      </ul>
      <FieldNames said="reasons.editable" fields={others.filter(({ edit }) => edit)} />
      <FieldNames said="reasons.seen" fields={others.filter(({ edit }) => !edit)} />
    </section>
  )
}

function LimitedField({ field }: { field: FieldReason }) {
  const t = useAccessTexts()
  const format = useFormat()
  const help = format.list(field.needed.map(({ label }) => label))
  return (
    <li>
      <bdi>{field.label}</bdi> <Tag>{t(`reasons.shows.${field.see}`)}</Tag>
      {!field.edit && field.see === 'plain' && <Tag>{t('reasons.read_only')}</Tag>}
      {field.why.map(({ text }, index) => (
        <div key={index} className={styles['quiet']}>
          {text}
        </div>
      ))}
      {help && <div className={styles['quiet']}>{t('reasons.would_help', { roles: help })}</div>}
    </li>
  )
}

function FieldNames({ said, fields }: { said: 'reasons.editable' | 'reasons.seen'; fields: FieldReason[] }) {
  const t = useAccessTexts()
  const format = useFormat()
  if (fields.length === 0) return null
  return (
    <details className={styles['names']}>
      <summary>{t(said, { count: fields.length })}</summary>
      <span className={styles['quiet']}>{format.list(fields.map(({ label }) => label))}</span>
    </details>
  )
}
