import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import type { TransactionSpec } from '@codemirror/state'
import type { EditorState } from '@codemirror/state'
import type { Issue } from '../../api/problem'
import { furtherHint, spanOf, withoutPlace } from '../positions'

function messageBox({ message, hint }: Issue): HTMLElement {
  const box = document.createElement('div')
  const said = document.createElement('div')
  said.textContent = withoutPlace(message)
  box.append(said)
  const further = furtherHint(message, hint)
  if (further) {
    const help = document.createElement('div')
    help.className = 'rule-hint'
    help.textContent = further
    box.append(help)
  }
  return box
}

function diagnosticOf(text: string, issue: Issue): Diagnostic {
  const { from, to } = spanOf(text, issue.path)
  return {
    from,
    to,
    severity: issue.severity ?? 'error',
    message: withoutPlace(issue.message),
    renderMessage: () => messageBox(issue),
  }
}

/** Marks the issues at their places; those of a text that has changed since are left out. */
export function markIssues(
  state: EditorState,
  text: string,
  issues: readonly Issue[],
): TransactionSpec | null {
  if (state.doc.toString() !== text) return null
  return setDiagnostics(
    state,
    issues.map((issue) => diagnosticOf(text, issue)),
  )
}
