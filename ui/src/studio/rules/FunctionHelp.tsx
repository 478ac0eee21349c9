import { FunctionOutlined } from '@ant-design/icons'
import { Button, Empty, Input } from 'antd'
import { useState } from 'react'
import { FunctionList } from '../../rules/help/FunctionList'
import { useFunctions } from '../../rules/help/functions'
import { useTexts } from '../texts'
import { Drawer } from '../../shared/Drawer'

/** Everything that a rule may call, with help and an example; a click puts it at the cursor. */
export function FunctionHelp({ onInsert }: { onInsert: (text: string, back: number) => void }) {
  const t = useTexts()
  const [isOpen, setOpen] = useState(false)
  const [wanted, setWanted] = useState('')
  const { groups, isReading } = useFunctions(isOpen)
  return (
    <>
      <Button size="small" icon={<FunctionOutlined />} onClick={() => setOpen(true)}>
        {t('rules.functions')}
      </Button>
      <Drawer
        open={isOpen}
        size={420}
        mask={false}
        title={t('rules.functions')}
        onClose={() => setOpen(false)}
      >
        <Input.Search
          allowClear
          autoFocus
          aria-label={t('rules.find_function')}
          placeholder={t('rules.find_function')}
          style={{ marginBottom: 12 }}
          onChange={({ target }) => setWanted(target.value)}
        />
        {!isReading && groups.length === 0 ? (
          <Empty description={t('rules.no_functions')} />
        ) : (
          <FunctionList groups={groups} wanted={wanted} onChoose={onInsert} />
        )}
      </Drawer>
    </>
  )
}
