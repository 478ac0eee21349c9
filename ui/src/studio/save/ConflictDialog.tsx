import { Flex, Modal, Radio, Typography } from 'antd'
import { useState } from 'react'
import type { Clash } from '../changes/merge'
import { useTexts, type Texts } from '../texts'
import { pathText, valueText } from './describe'
import type { Conflict } from './useEditor'
import styles from './ConflictDialog.module.css'

type Choice = 'mine' | 'theirs'

/** Somebody saved the same attributes in the meantime: theirs and mine side by side, nothing is lost. */
export function ConflictDialog({ conflict }: { conflict: Conflict | null }) {
  return conflict ? <OpenConflict conflict={conflict} /> : null
}

function OpenConflict({ conflict }: { conflict: Conflict }) {
  const t = useTexts()
  const [choices, setChoices] = useState<Record<number, Choice>>({})
  const yielded = conflict.clashes.filter((_, index) => choices[index] === 'theirs').map(({ path }) => path)
  return (
    <Modal
      open
      width={640}
      title={t('conflict.title')}
      okText={t('conflict.save')}
      cancelText={t('conflict.back')}
      onOk={() => conflict.resolve(yielded)}
      onCancel={conflict.dismiss}
    >
      <Typography.Paragraph type="secondary">{t('conflict.hint')}</Typography.Paragraph>
      <Flex vertical gap={16}>
        {conflict.clashes.map((clash, index) => (
          <ClashChoice
            key={clash.path.join('/')}
            clash={clash}
            choice={choices[index] ?? 'mine'}
            onChoose={(choice) => setChoices({ ...choices, [index]: choice })}
          />
        ))}
      </Flex>
    </Modal>
  )
}

interface ClashChoiceProps {
  clash: Clash
  choice: Choice
  onChoose: (choice: Choice) => void
}

function ClashChoice({ clash, choice, onChoose }: ClashChoiceProps) {
  const t = useTexts()
  const name = pathText(clash.path, t)
  return (
    <section aria-label={name}>
      <Typography.Text strong>{name}</Typography.Text>
      <Radio.Group
        className={styles['sides']}
        value={choice}
        onChange={({ target }) => onChoose(target.value as Choice)}
      >
        <Radio value="mine">{sideText(t('conflict.mine'), clash.mine, t)}</Radio>
        <Radio value="theirs">{sideText(t('conflict.theirs'), clash.theirs, t)}</Radio>
      </Radio.Group>
    </section>
  )
}

function sideText(side: string, value: unknown, t: Texts) {
  return (
    <>
      <Typography.Text type="secondary">{side}</Typography.Text> {valueText(value, t)}
    </>
  )
}
