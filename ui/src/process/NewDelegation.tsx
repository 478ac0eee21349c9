import { Button, Checkbox, DatePicker, Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { findingProps } from './findings'
import { FindingsAlert } from './FindingsAlert'
import { PersonSelect } from './PersonSelect'
import { useDelegationForm } from './useDelegationForm'

interface NewDelegationProps {
  workflows: { value: string; label: string }[]
  /** Whether the viewer may delegate for others too. */
  isForOthers: boolean
  onMade: () => void
}

/** Asks who decides for whom, from when to when, in which kinds of approvals. */
export function NewDelegation({ workflows, isForOthers, onMade }: NewDelegationProps) {
  const { t } = useTranslation()
  const form = useDelegationForm(onMade)
  const { findings } = form
  const period = findingProps(findings, findings.at.has('starts_at') ? 'starts_at' : 'ends_at')
  return (
    <Form layout="vertical" onFinish={form.save}>
      <FindingsAlert findings={findings} />
      {isForOthers && (
        <Form.Item
          label={t('approval.delegate_for')}
          htmlFor="delegation-user"
          {...findingProps(findings, 'user')}
        >
          <PersonSelect
            id="delegation-user"
            value={form.user}
            onChange={form.setUser}
            placeholder={t('approval.delegate_for_me')}
          />
        </Form.Item>
      )}
      <Form.Item
        label={t(isForOthers ? 'approval.stand_in_of' : 'approval.stand_in')}
        htmlFor="stand-in"
        {...findingProps(findings, 'stand_in')}
      >
        <PersonSelect id="stand-in" value={form.standIn} onChange={form.setStandIn} />
      </Form.Item>
      <Form.Item
        label={t('approval.kinds')}
        htmlFor="delegation-kinds"
        {...findingProps(findings, 'workflows')}
      >
        <Select
          id="delegation-kinds"
          mode="multiple"
          value={form.kinds}
          onChange={form.setKinds}
          options={workflows}
          placeholder={t('approval.kinds_all')}
          optionFilterProp="label"
        />
      </Form.Item>
      <Form.Item label={t('approval.period')} htmlFor="delegation-period" {...period}>
        <DatePicker.RangePicker
          id={{ start: 'delegation-period', end: 'delegation-period-end' }}
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={form.period}
          onChange={(chosen) => form.setPeriod(chosen?.[0] && chosen[1] ? [chosen[0], chosen[1]] : null)}
        />
      </Form.Item>
      <Form.Item extra={t('approval.delegate_open_help')}>
        <Checkbox checked={form.includesOpen} onChange={({ target }) => form.setIncludesOpen(target.checked)}>
          {t('approval.delegate_open')}
        </Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" disabled={!form.isComplete} loading={form.isPending}>
        {t('approval.delegate')}
      </Button>
    </Form>
  )
}
