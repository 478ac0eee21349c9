import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseEntry, Decision } from '../api/approvals'
import { DecisionDialog } from './DecisionDialog'
import styles from './process.module.css'

const MOST = 100

interface DecisionBarProps {
  items: readonly CaseEntry[]
  chosen: readonly CaseEntry[]
  onChoose: (chosen: readonly CaseEntry[]) => void
}

/** Decides the chosen tasks together; what is refused stays, with its reason. */
export function DecisionBar({ items, chosen, onChoose }: DecisionBarProps) {
  const { t } = useTranslation()
  const [decision, setDecision] = useState<Decision | null>(null)
  const isTooMany = chosen.length > MOST
  return (
    <div className={styles['decide']}>
      <Checkbox
        checked={chosen.length === items.length}
        indeterminate={chosen.length > 0 && chosen.length < items.length}
        onChange={({ target }) => onChoose(target.checked ? items : [])}
      >
        {chosen.length > 0 ? t('approval.chosen', { count: chosen.length }) : t('approval.choose_all')}
      </Checkbox>
      <span className={styles['spacer']} />
      {isTooMany && <span className={styles['quiet']}>{t('approval.too_many', { count: MOST })}</span>}
      <Button
        type="primary"
        icon={<CheckOutlined />}
        disabled={chosen.length === 0 || isTooMany}
        onClick={() => setDecision('approve')}
      >
        {t('approval.approve')}
      </Button>
      <Button
        danger
        icon={<CloseOutlined />}
        disabled={chosen.length === 0 || isTooMany}
        onClick={() => setDecision('reject')}
      >
        {t('approval.reject')}
      </Button>
      {decision && (
        <DecisionDialog
          decision={decision}
          chosen={chosen}
          onClose={() => setDecision(null)}
          onDecided={onChoose}
        />
      )}
    </div>
  )
}
