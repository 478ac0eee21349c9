import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Input } from 'antd'
import type { Entity } from '../../../api/types'
import type { Band, Grades, ScoreParts } from '../../../rules/parts'
import { Control } from '../../controls/Control'
import { RuleInput } from '../../controls/RuleInput'
import { useTexts } from '../../texts'
import { IconButton } from '../../../shared/IconButton'
import styles from './form.module.css'

interface GradesFormProps {
  entity: Entity
  score: ScoreParts
  onChange: (score: ScoreParts) => void
}

const START: Grades = {
  bands: [
    { grade: 'A', from: '70' },
    { grade: 'B', from: '40' },
  ],
  otherwise: 'C',
  into: null,
}

function nextGrade(bands: readonly Band[]): string {
  return String.fromCharCode('A'.charCodeAt(0) + Math.min(bands.length, 25))
}

/** The grades by falling points, and when a record counts as qualified. */
export function GradesForm({ entity, score, onChange }: GradesFormProps) {
  const t = useTexts()
  const { grades, qualified } = score
  const set = (next: Grades | null) => onChange({ ...score, grades: next })
  return (
    <section className={styles['grades']} aria-label={t('rules.form.grades')}>
      <h4>{t('rules.form.grades')}</h4>
      {grades ? (
        <>
          {grades.bands.map((band, at) => (
            <BandRow
              key={at}
              band={band}
              onChange={(next) =>
                set({
                  ...grades,
                  bands: grades.bands.flatMap((one, index) => (index === at ? (next ?? []) : [one])),
                })
              }
            />
          ))}
          <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
            <Button
              size="small"
              type="dashed"
              icon={<PlusOutlined />}
              onClick={() =>
                set({ ...grades, bands: [...grades.bands, { grade: nextGrade(grades.bands), from: '0' }] })
              }
            >
              {t('rules.form.add_grade')}
            </Button>
            <label className={styles['inline']}>
              {t('rules.form.otherwise')}
              <Input
                style={{ width: 90 }}
                value={grades.otherwise ?? ''}
                onChange={({ target }) => set({ ...grades, otherwise: target.value.trim() || null })}
              />
            </label>
            <Button type="text" danger size="small" onClick={() => set(null)}>
              {t('rules.form.no_grades')}
            </Button>
          </Flex>
        </>
      ) : (
        <Button type="dashed" icon={<PlusOutlined />} style={{ marginBottom: 12 }} onClick={() => set(START)}>
          {t('rules.form.add_grades')}
        </Button>
      )}
      <Control
        names={['qualified/when']}
        label={t('rules.form.qualified')}
        help={t('rules.form.qualified_help')}
      >
        {(aria) => (
          <RuleInput
            isQuiet
            isUnchecked
            isSingleLine
            aria={aria}
            entity={entity.key}
            placeholder="score >= 60"
            value={qualified?.when}
            onChange={(when) =>
              onChange({ ...score, qualified: when ? { into: null, ...qualified, when } : null })
            }
          />
        )}
      </Control>
    </section>
  )
}

function BandRow({ band, onChange }: { band: Band; onChange: (band: Band | null) => void }) {
  const t = useTexts()
  return (
    <Flex gap={8} align="center" style={{ marginBottom: 8 }}>
      <Input
        style={{ width: 90 }}
        aria-label={t('rules.form.grade')}
        value={band.grade}
        onChange={({ target }) => onChange({ ...band, grade: target.value.trim() })}
      />
      <span>{t('rules.form.from')}</span>
      <Input
        style={{ width: 110 }}
        inputMode="decimal"
        aria-label={t('rules.form.from_of', { grade: band.grade })}
        value={band.from}
        onChange={({ target }) => onChange({ ...band, from: target.value })}
      />
      <IconButton
        type="text"
        icon={<DeleteOutlined />}
        label={t('rules.form.remove_grade', { grade: band.grade })}
        onClick={() => onChange(null)}
      />
    </Flex>
  )
}
