import {
  pickedCompletion,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { completeRule, type Proposal } from '../api'
import { lettersBefore, positionOf } from '../positions'
import type { Surroundings } from './surroundings'
import { helpBox } from './helpBox'

/** Typing one of these, or a space after what asks for a value, opens the proposals. */
const NUMBER = /(?:^|[^\p{L}\p{N}_])\d[\d.]*$/u
const OPENING =
  /[\p{L}\p{N}_."'[]$|(?:=|<>|\b(?:in|where|and|or|not|when|to|set|into|require|notify|until|since)|,|\()\s*$/u

/** Where a chosen proposal leaves the cursor in brackets or quotes, more is proposed. */
const GOES_ON = new Set(['aggregate', 'word'])

export function proposals(surroundings: () => Surroundings) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const before = text.slice(0, context.pos)
    if (!context.explicit && (!OPENING.test(before) || NUMBER.test(before))) return null
    const { entity, kind } = surroundings()
    const stop = new AbortController()
    context.addEventListener('abort', () => stop.abort(), { onDocChange: true })
    const position = lettersBefore(text, context.pos)
    const found = await completeRule({ entity, kind, text, position }, stop.signal).catch(() => null)
    if (!found || context.aborted || found.proposals.length === 0) return null
    const [from, to] = [positionOf(text, found.from), positionOf(text, found.to)]
    const [first, ...others] = found.proposals
    if (!context.explicit && others.length === 0 && first?.text === text.slice(from, to)) return null
    return {
      from,
      to,
      filter: false,
      options: found.proposals.map((proposal) => optionOf(proposal, surroundings)),
    }
  }
}

function optionOf(proposal: Proposal, surroundings: () => Surroundings): Completion {
  const { typeName } = surroundings()
  const { label, target, type } = proposal
  const kind = target ?? (type ? typeName(type) : '')
  return {
    label: proposal.text,
    detail: [label === proposal.text ? '' : (label ?? ''), kind].filter(Boolean).join(' · '),
    type: proposal.fits ? proposal.kind : `${proposal.kind} unfit`,
    apply: (view, completion, from, to) => put(view, completion, proposal, from, to),
    ...(proposal.help || proposal.example ? { info: () => helpBox(proposal, surroundings()) } : {}),
  }
}

function put(view: EditorView, completion: Completion, proposal: Proposal, from: number, to: number): void {
  const { text, back } = proposal
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length - back },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  })
  if (back > 0 && GOES_ON.has(proposal.kind)) startCompletion(view)
}
