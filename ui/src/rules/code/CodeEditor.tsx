import { Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type RefObject,
} from 'react'
import type { Issue } from '../../api/problem'
import { spanOf } from '../positions'
import type { CursorSpan, RuleEditorHandle, RuleEditorProps } from '../RuleEditor'
import { useTexts } from '../texts'
import { markIssues } from './checking'
import { appearance, editorExtensions } from './extensions'
import type { Surroundings } from './surroundings'
import styles from './CodeEditor.module.css'
import './code.css'

interface CodeEditorProps extends RuleEditorProps {
  /** The text that the issues are about. */
  checkedText: string | null
  issues: readonly Issue[]
  handle: RefObject<RuleEditorHandle | null>
  /** Where somebody is typing in what this editor takes the place of. */
  cursor: RefObject<CursorSpan | null>
}

/** The label that names the control by `htmlFor`; such an editor is no form element, so the label is tied to it here. */
function labelOf(id: string | undefined): HTMLLabelElement | null {
  return id ? document.querySelector<HTMLLabelElement>(`label[for="${CSS.escape(id)}"]`) : null
}

function attributesOf({ aria, label, isSingleLine }: RuleEditorProps): Record<string, string> {
  const named = labelOf(aria?.id)
  if (named && !named.id) named.id = `${aria?.id}-label`
  const described = aria?.['aria-describedby']
  return {
    'aria-multiline': String(!isSingleLine),
    ...(aria ? { id: aria.id, 'aria-invalid': String(aria['aria-invalid'] ?? false) } : {}),
    ...(described ? { 'aria-describedby': described } : {}),
    ...(named && !label ? { 'aria-labelledby': named.id } : { 'aria-label': label ?? '' }),
  }
}

/** CodeMirror over one rule. The document lives in the editor; `value` is set from outside only when it differs. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, issues, checkedText, isSingleLine = false, minRows = 1 } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useEditorView(props, place)

  useEffect(() => {
    const current = view.current
    if (!current || checkedText === null) return
    const marked = markIssues(current.state, checkedText, issues)
    if (marked) current.dispatch(marked)
  }, [view, issues, checkedText, value])

  const id = props.aria?.id
  useEffect(() => {
    const label = labelOf(id)
    const focus = () => view.current?.focus()
    label?.addEventListener('click', focus)
    return () => label?.removeEventListener('click', focus)
  }, [view, id])

  useImperativeHandle(props.handle, () => handleOf(view), [view])
  return (
    <div
      ref={place}
      className={styles['frame']}
      data-single={isSingleLine}
      data-invalid={props.aria?.['aria-invalid'] ?? false}
      style={{ '--rule-rows': minRows } as CSSProperties}
    />
  )
}

/** The view, made once and then kept in step with the props. */
function useEditorView(props: CodeEditorProps, place: RefObject<HTMLDivElement | null>) {
  const { value, placeholder = '', isSingleLine = false, isReadOnly = false } = props
  const view = useRef<EditorView | null>(null)
  const [look] = useState(() => new Compartment())
  const emitted = useRef(value)
  const surroundings = useSurroundings(props)
  const attributes = JSON.stringify(attributesOf(props))

  const emit = useEffectEvent((text: string) => {
    if (text === emitted.current) return
    emitted.current = text
    props.onChange(text)
  })
  const build = useEffectEvent((parent: HTMLElement) => {
    const state = EditorState.create({
      doc: value,
      extensions: [
        editorExtensions(() => surroundings.current, {
          isStatement: props.kind === 'statement',
          isSingleLine,
        }),
        look.of(appearance(attributesOf(props), placeholder)),
        EditorState.readOnly.of(isReadOnly),
        EditorView.editable.of(!isReadOnly),
        EditorView.updateListener.of(({ docChanged, state: { doc } }) => docChanged && emit(doc.toString())),
      ],
    })
    return new EditorView({ state, parent })
  })
  const takeFocus = useEffectEvent((made: EditorView) => {
    const span = props.cursor.current
    const within = (place: number) => Math.min(place, made.state.doc.length)
    if (span) made.dispatch({ selection: { anchor: within(span.from), head: within(span.to) } })
    if (span || props.autoFocus) made.focus()
  })

  // At once, as below: between what is drawn and a later effect a key may be pressed.
  useLayoutEffect(() => {
    if (!place.current) return
    const made = build(place.current)
    view.current = made
    takeFocus(made)
    return () => {
      made.destroy()
      view.current = null
    }
  }, [place])

  useEffect(() => {
    const effects = look.reconfigure(
      appearance(JSON.parse(attributes) as Record<string, string>, placeholder),
    )
    view.current?.dispatch({ effects })
  }, [look, attributes, placeholder])

  useLayoutEffect(() => {
    const current = view.current
    if (!current || value === emitted.current || current.composing) return
    emitted.current = value
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } })
  }, [value])
  return view
}

function useSurroundings({ entity, kind = 'expression' }: CodeEditorProps): RefObject<Surroundings> {
  const t = useTexts()
  const typeName = (type: string) => t(`type.${type}`, { defaultValue: type })
  const found: Surroundings = { entity, kind, typeName, exampleWord: t('editor.example') }
  const kept = useRef(found)
  useLayoutEffect(() => {
    kept.current = found
  })
  return kept
}

function handleOf(view: RefObject<EditorView | null>): RuleEditorHandle {
  return {
    insert: (text, back = 0) => {
      const current = view.current
      if (!current) return
      const { from, to } = current.state.selection.main
      const selection = { anchor: from + text.length - back }
      current.dispatch({ changes: { from, to, insert: text }, selection, userEvent: 'input.complete' })
      current.focus()
    },
    goTo: (path) => {
      const current = view.current
      if (!current) return
      const { from, to } = spanOf(current.state.doc.toString(), path)
      current.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true })
      current.focus()
    },
  }
}
