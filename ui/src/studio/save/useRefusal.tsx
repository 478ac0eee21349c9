import { App, Typography } from 'antd'
import { useNavigate } from 'react-router'
import { issueText, type Issue } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { componentName, findFieldNamed } from '../lookup'
import { entityPath } from '../paths'
import { useTexts } from '../texts'
import { placeOf } from './issues'

/** What the server says of a name that leads nowhere any more. */
const DANGLING = new Set(['unknown_entity', 'unknown_field'])

/** Shows why something cannot go: each place that still needs it, as a link. */
export function useRefusal(): (title: string, issues: Issue[]) => void {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const navigate = useNavigate()
  const { modal } = App.useApp()

  return (title, issues) => {
    const dialog = modal.error({ title, width: 560, okText: t('editor.close') })
    const nameOf = (issue: Issue) => {
      const place = placeOf(issue)
      if (!place) return null
      const entity = findEntity(schema, place.key.split('.')[0])
      const name = t(`difference.kind.${place.kind}`, {
        name: componentName(place.kind, place.key, schema, labelOf),
      })
      const full = place.field
        ? `${name} › ${labelOf(findFieldNamed(entity, place.field), place.field)}`
        : name
      const go = () => {
        dialog.destroy()
        if (entity) void navigate(entityPath(entity.key))
      }
      return entity ? <Typography.Link onClick={go}>{full}</Typography.Link> : full
    }
    dialog.update({
      content: issues.map((issue, index) => (
        <p key={index}>
          {nameOf(issue)} {DANGLING.has(issue.code ?? '') ? t('save.needs_it') : issueText(issue)}
        </p>
      )),
    })
  }
}
