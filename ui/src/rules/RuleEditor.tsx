import { Input } from 'antd'
import { lazy, Suspense, useRef, type RefObject, type SyntheticEvent } from 'react'
import type { RuleKind } from './api'
import { RuleStatus } from './RuleStatus'
import { useCheckedRule } from './useCheckedRule'

const CodeEditor = lazy(async () => ({ default: (await import('./code/CodeEditor')).CodeEditor }))

export interface RuleEditorHandle {
  /** Puts text at the cursor, which then stands `back` letters before its end. */
  insert: (text: string, back?: number) => void
  /** Selects what the path of an issue leads to. */
  goTo: (path: string | undefined) => void
}

export interface CursorSpan {
  from: number
  to: number
}

export interface RuleEditorProps {
  value: string
  onChange: (text: string) => void
  /** The entity whose fields the rule is about. */
  entity: string
  kind?: RuleKind
  placeholder?: string
  /** Attributes of a labelled control; its label is found by the id. */
  aria?: { id: string; 'aria-describedby'?: string | undefined; 'aria-invalid'?: boolean }
  /** The name where no label stands beside it. */
  label?: string
  isSingleLine?: boolean
  isReadOnly?: boolean
  minRows?: number
  autoFocus?: boolean
  /** Without the line below that tells type or problem. */
  isQuiet?: boolean
  /** The surroundings know names that a check of this text alone would not. */
  isUnchecked?: boolean
  handle?: RefObject<RuleEditorHandle | null>
}

/** A rule as text: coloured, completed, checked while it is typed. The editor itself is loaded when first shown. */
export function RuleEditor(props: RuleEditorProps) {
  const { value, entity, kind = 'expression', isQuiet = false, isUnchecked = false } = props
  const check = useCheckedRule(entity, kind, isUnchecked ? '' : value)
  const own = useRef<RuleEditorHandle>(null)
  const cursor = useRef<CursorSpan | null>(null)
  const setCursor = (span: CursorSpan | null) => {
    cursor.current = span
  }
  const handle = props.handle ?? own
  const isFaulty = check.issues.some(({ severity }) => (severity ?? 'error') === 'error')
  const aria = props.aria && {
    ...props.aria,
    'aria-invalid': (props.aria['aria-invalid'] ?? false) || isFaulty,
  }
  return (
    <div>
      <Suspense fallback={<PlainEditor {...props} onCursor={setCursor} />}>
        <CodeEditor
          {...props}
          {...(aria ? { aria } : {})}
          checkedText={check.checkedText}
          issues={check.issues}
          handle={handle}
          cursor={cursor}
        />
      </Suspense>
      {!isQuiet && (
        <RuleStatus
          check={check}
          value={value}
          onGo={(path) => handle.current?.goTo(path)}
          onTidy={props.isReadOnly ? undefined : props.onChange}
        />
      )}
    </div>
  )
}

interface PlainEditorProps extends RuleEditorProps {
  onCursor: (span: CursorSpan | null) => void
}

/** The same text until the editor has arrived, which then goes on where somebody is typing. */
function PlainEditor({
  value,
  onChange,
  aria,
  label,
  placeholder,
  minRows = 1,
  isSingleLine,
  onCursor,
}: PlainEditorProps) {
  const note = ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) =>
    onCursor({ from: currentTarget.selectionStart, to: currentTarget.selectionEnd })
  return (
    <Input.TextArea
      {...aria}
      aria-label={label}
      value={value}
      placeholder={placeholder ?? ''}
      autoSize={{ minRows, maxRows: isSingleLine ? 1 : 12 }}
      spellCheck={false}
      style={{ fontFamily: 'var(--ant-font-family-code)' }}
      onChange={(event) => {
        note(event)
        onChange(event.target.value)
      }}
      onFocus={note}
      onSelect={note}
      onBlur={() => onCursor(null)}
    />
  )
}
