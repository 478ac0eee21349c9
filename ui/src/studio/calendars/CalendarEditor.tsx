import { Button, Card, Flex, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Calendar, SpecialDay } from '../../api/calendars'
import { listPath } from '../../shared/paths'
import { Control } from '../controls/Control'
import { IssuesContext } from '../controls/IssuesContext'
import { IssueList } from '../save/IssueList'
import { SaveBar } from '../save/SaveBar'
import { useCalendarTexts } from './calendarTexts'
import { DayList } from './DayList'
import { mergeDays } from './days'
import { PasteDialog } from './PasteDialog'
import { useCalendarEditor } from './useCalendarEditor'
import { WeekHours } from './WeekHours'
import { YearView } from './YearView'
import { YearBar } from './YearBar'
import styles from './calendars.module.css'

export function CalendarEditor({ calendar }: { calendar: Calendar }) {
  const t = useCalendarTexts()
  const editor = useCalendarEditor(calendar)
  const { value, change } = editor
  const [year, setYear] = useState(() => new Date().getFullYear())
  const [isPasting, setPasting] = useState(false)
  const setDays = (days: SpecialDay[]) => change((document) => ({ ...document, days }))
  const general = editor.issues.filter(({ path }) => path !== 'name' && path !== 'code')

  return (
    <IssuesContext value={{ issues: editor.issues }}>
      <SaveBar editor={editor}>
        {value.is_default ? (
          <Tag color="green">{t('is_default')}</Tag>
        ) : (
          <Button size="small" onClick={() => change((document) => ({ ...document, is_default: true }))}>
            {t('make_default')}
          </Button>
        )}
        <Link to={listPath('unit')}>{t('units', { count: calendar.units })}</Link>
      </SaveBar>
      <IssueList issues={general} />
      <div className={styles['columns']}>
        <Flex vertical gap={16}>
          <Card size="small">
            <Form layout="vertical" component="div">
              <Control names={['name']} label={t('name')} required>
                {(aria) => (
                  <Input
                    {...aria}
                    maxLength={255}
                    value={value.name}
                    onChange={({ target }) => change((document) => ({ ...document, name: target.value }))}
                  />
                )}
              </Control>
              <Control names={['code']} label={t('code')} help={t('code_help')}>
                {(aria) => (
                  <Input
                    {...aria}
                    maxLength={63}
                    value={value.code ?? ''}
                    onChange={({ target }) =>
                      change((document) => ({ ...document, code: target.value || null }))
                    }
                  />
                )}
              </Control>
            </Form>
          </Card>
          <Card size="small" title={t('week')}>
            <WeekHours
              hours={value.hours}
              onChange={(hours) => change((document) => ({ ...document, hours }))}
            />
          </Card>
        </Flex>
        <Card size="small" title={t('year')}>
          <YearBar
            year={year}
            hours={value.hours}
            days={value.days}
            onYear={setYear}
            onDays={setDays}
            onPaste={() => setPasting(true)}
          />
          <YearView year={year} hours={value.hours} days={value.days} onChange={setDays} />
          <DayList year={year} days={value.days} onChange={setDays} />
        </Card>
      </div>
      {isPasting && (
        <PasteDialog
          year={year}
          onClose={() => setPasting(false)}
          onDays={(added, isReplacing) => setDays(mergeDays(value.days, added, isReplacing ? year : null))}
        />
      )}
    </IssuesContext>
  )
}
