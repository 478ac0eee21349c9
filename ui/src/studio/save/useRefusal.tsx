import { App, Typography } from 'antd'
import { useNavigate } from 'react-router'
import type { Issue } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { entityPath } from '../paths'
import { useTexts } from '../texts'
import { entityOf } from './issues'

/** Shows why something was refused, each reason with a link to the entity it comes from. */
export function useRefusal(): (title: string, issues: Issue[]) => void {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const navigate = useNavigate()
  const { modal } = App.useApp()

  return (title, issues) => {
    const dialog = modal.error({ title, width: 560, okText: t('editor.close') })
    const linkOf = (issue: Issue) => {
      const entity = findEntity(schema, entityOf(issue))
      if (!entity) return null
      const go = () => {
        dialog.destroy()
        void navigate(entityPath(entity.key))
      }
      return <Typography.Link onClick={go}>{t('save.go_to', { name: labelOf(entity) })}</Typography.Link>
    }
    dialog.update({
      content: issues.map((issue, index) => (
        <p key={index}>
          {issue.message} {issue.hint} {linkOf(issue)}
        </p>
      )),
    })
  }
}
