import type { Hover, Proposal } from '../api'
import type { Surroundings } from './surroundings'

type Help = Pick<Proposal | Hover, 'help' | 'example'> & { gives?: string | null }

function line(className: string, text: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.textContent = text
  return element
}

/** Help and example as they stand beside a proposal and under the pointer. */
export function helpBox({ help, example, gives }: Help, { exampleWord }: Surroundings): HTMLElement {
  const box = document.createElement('div')
  box.className = 'rule-help'
  if (help) box.append(line('rule-help-text', help))
  if (example) {
    box.append(line('rule-help-word', exampleWord))
    box.append(line('rule-help-example', gives ? `${example}  →  ${gives}` : example))
  }
  return box
}

export function hoverBox(hover: Hover, surroundings: Surroundings): HTMLElement {
  const box = document.createElement('div')
  box.className = 'rule-hover'
  const kind = hover.target ?? (hover.type ? surroundings.typeName(hover.type) : '')
  box.append(line('rule-hover-title', hover.title ?? hover.code))
  const facts = [hover.title && hover.title !== hover.code ? hover.code : '', kind].filter(Boolean)
  if (facts.length > 0) box.append(line('rule-hover-facts', facts.join(' · ')))
  box.append(helpBox(hover, surroundings))
  return box
}
