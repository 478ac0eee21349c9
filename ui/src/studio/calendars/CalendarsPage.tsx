import { CopyOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Select } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { calendarsQuery } from '../../api/calendars'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { calendarPath } from '../paths'
import { useTexts } from '../texts'
import { CalendarEditor } from './CalendarEditor'
import { useCalendarTexts } from './calendarTexts'
import { useCalendarChanges } from './useCalendarChanges'

/** When people work: every calendar of the workspace. */
export function CalendarsPage() {
  const t = useCalendarTexts()
  const tStudio = useTexts()
  const navigate = useNavigate()
  const { calendar: wanted } = useParams()
  const { data: calendars } = useSuspenseQuery(calendarsQuery)
  const { create, remove, isBusy } = useCalendarChanges()
  useDocumentTitle(t('title'), tStudio('frame.studio'))
  const chosen = calendars.find(({ id }) => id === wanted) ?? calendars[0]
  const isFirst = calendars.length === 0

  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Button
            type="primary"
            icon={<PlusOutlined />}
            loading={isBusy}
            onClick={() => create({ name: t('new_name'), ...(isFirst ? { is_default: true } : {}) })}
          >
            {t('add')}
          </Button>
        }
      />
      {!chosen ? (
        <Empty description={t('empty')} />
      ) : (
        <Flex vertical gap={12}>
          <Flex gap={8} wrap>
            <Select
              style={{ minWidth: 240 }}
              value={chosen.id}
              options={calendars.map(({ id, name, is_default }) => ({
                value: id,
                label: is_default ? `${name} · ${t('default')}` : name,
              }))}
              onChange={(id: string) => void navigate(calendarPath(id))}
              aria-label={t('title')}
            />
            <Button
              type="text"
              icon={<CopyOutlined />}
              onClick={() => create({ name: t('copy_name', { name: chosen.name }), copy_of: chosen.id })}
            >
              {t('copy')}
            </Button>
            <Button
              danger
              type="text"
              icon={<DeleteOutlined />}
              disabled={chosen.is_default || chosen.units > 0}
              onClick={() => remove(chosen)}
            >
              {t('delete')}
            </Button>
          </Flex>
          <CalendarEditor key={chosen.id} calendar={chosen} />
        </Flex>
      )}
    </>
  )
}
