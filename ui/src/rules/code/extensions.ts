import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, toggleComment } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view'
import { proposals } from './completion'
import { hoverHelp } from './hover'
import { ruleLanguage } from './language'
import type { Surroundings } from './surroundings'

export interface Shape {
  isStatement: boolean
  isSingleLine: boolean
}

/** Ctrl/Cmd+Enter belongs to the form around; Tab goes on to the next control unless it takes a proposal. */
const KEYS = Prec.highest(
  keymap.of([
    { key: 'Mod-Enter', run: () => true },
    { key: 'Tab', run: acceptCompletion },
    { key: 'Mod-/', run: toggleComment },
  ]),
)

/** Esc closes the proposals and nothing else; without them it belongs to the drawer around. */
const ESCAPE = Prec.highest(
  EditorView.domEventHandlers({
    keydown: (event, view) => {
      if (event.key === 'Escape' && completionStatus(view.state) !== null) event.stopPropagation()
      return false
    },
  }),
)

/** One line for inputs: line breaks become spaces, Enter is the form's. */
const SINGLE_LINE: Extension = [
  EditorState.transactionFilter.of((change) => {
    if (!change.docChanged || change.newDoc.lines === 1) return change
    const text = change.newDoc.toString().replace(/\s*\n\s*/g, ' ')
    const range = { from: 0, to: change.startState.doc.length, insert: text }
    return [{ changes: range, selection: { anchor: Math.min(change.newSelection.main.head, text.length) } }]
  }),
]

export function editorExtensions(surroundings: () => Surroundings, shape: Shape): Extension {
  return [
    KEYS,
    ESCAPE,
    history(),
    ruleLanguage(shape.isStatement),
    bracketMatching(),
    closeBrackets(),
    autocompletion({
      override: [proposals(surroundings)],
      icons: true,
      closeOnBlur: true,
      maxRenderedOptions: 60,
      activateOnTypingDelay: 60,
    }),
    hoverHelp(surroundings),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    shape.isSingleLine ? SINGLE_LINE : EditorView.lineWrapping,
  ]
}

const PLAIN = { spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }

/** How the editor presents itself; this may change while it is in use. */
export function appearance(attributes: Record<string, string>, placeholder: string): Extension {
  return [
    EditorView.contentAttributes.of({ ...PLAIN, ...attributes }),
    placeholder ? placeholderText(placeholder) : [],
  ]
}
