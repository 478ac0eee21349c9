import type { Active, Over } from '@dnd-kit/core'
import { SortableContext } from '@dnd-kit/sortable'
import { act, fireEvent, render, screen } from '@testing-library/react'
import i18next from 'i18next'
import { afterEach, describe, expect, it } from 'vitest'
import { switchLanguage, type Language } from '../../i18n'
import { announcementsIn } from './announcements'
import { DragArea } from './DragArea'
import type { DragTexts } from './dragTexts'
import { useDraggedThing, useSortedThing } from './useDragging'

const LIST = ['raw.one', 'raw.two', 'raw.three']
const NAMES: Record<string, string> = { 'raw.one': 'Pilots', 'raw.two': 'Sales', 'raw.three': 'Imported' }

/** A thing or a place as the library hands it over; `list` where it is an entry of one. */
function thing(id: string, list?: string[]) {
  const sortable = list && { containerId: 'list', index: list.indexOf(id), items: list }
  const current = { name: NAMES[id] ?? `Place ${id}`, ...(sortable ? { sortable } : {}) }
  return { id, data: { current } } as unknown as Active & Over
}

function inLanguage(language: Language) {
  const texts: DragTexts = i18next.getFixedT(language, 'drag')
  return announcementsIn(texts)
}

afterEach(() => switchLanguage('en'))

describe('what a screen reader hears of a drag', () => {
  it('is the name of the entry and its place in the list', () => {
    const told = inLanguage('en')
    const [one, two] = [thing('raw.one', LIST), thing('raw.two', LIST)]
    expect(told.onDragStart({ active: one })).toBe('Pilots is picked up, position 1 of 3.')
    expect(told.onDragOver({ active: one, over: one })).toBeUndefined()
    expect(told.onDragOver({ active: one, over: two })).toBe('Pilots is at position 2 of 3.')
    expect(told.onDragOver({ active: one, over: one })).toBe('Pilots is at position 1 of 3.')
    expect(told.onDragEnd({ active: one, over: two })).toBe('Pilots was put at position 2 of 3.')
    expect(told.onDragCancel({ active: one, over: two })).toBe('Not moved: Pilots stays where it was.')
  })

  it('is the name of the place where there is no list', () => {
    const told = inLanguage('en')
    const [unit, place] = [thing('raw.one'), thing('south')]
    expect(told.onDragStart({ active: unit })).toBe('Pilots is picked up.')
    expect(told.onDragOver({ active: unit, over: null })).toBeUndefined()
    expect(told.onDragOver({ active: unit, over: place })).toBe('Pilots is over “Place south”.')
    expect(told.onDragOver({ active: unit, over: null })).toBe('Pilots is over no place for it.')
    expect(told.onDragEnd({ active: unit, over: place })).toBe('Pilots was put on “Place south”.')
    expect(told.onDragEnd({ active: unit, over: null })).toBe('Pilots stays where it was.')
  })

  it('is the name of another list, whatever stands at that place in it', () => {
    const [entry, elsewhere] = [thing('raw.one', LIST), thing('south')]
    expect(inLanguage('en').onDragOver({ active: entry, over: elsewhere })).toBe(
      'Pilots is over “Place south”.',
    )
  })

  it('is Chinese on a Chinese screen', () => {
    const told = inLanguage('zh-hans')
    const [one, two] = [thing('raw.one', LIST), thing('raw.two', LIST)]
    expect(told.onDragStart({ active: one })).toBe('已拿起“Pilots”，第 1 项，共 3 项。')
    expect(told.onDragEnd({ active: one, over: two })).toBe('“Pilots”已放到第 2 项，共 3 项。')
  })
})

function Entry({ id }: { id: string }) {
  const { setNodeRef, attributes, listeners } = useSortedThing({ id, name: NAMES[id] ?? id })
  return (
    <button ref={setNodeRef} {...attributes} {...listeners}>
      {NAMES[id]}
    </button>
  )
}

function Thing() {
  const { setNodeRef, attributes, listeners } = useDraggedThing({ id: 'raw.thing', name: 'A thing' })
  return (
    <button ref={setNodeRef} {...attributes} {...listeners}>
      A thing
    </button>
  )
}

describe('a place where things are dragged', () => {
  it('says how it is done, what can be moved, and what happens', async () => {
    render(
      <DragArea>
        <SortableContext items={LIST}>
          {LIST.map((id) => (
            <Entry key={id} id={id} />
          ))}
        </SortableContext>
        <Thing />
      </DragArea>,
    )
    const entry = screen.getByRole('button', { name: 'Sales' })
    expect(entry).toHaveAccessibleDescription(/^Space picks it up/)
    expect(entry).toHaveAttribute('aria-roledescription', 'movable')
    expect(screen.getByRole('button', { name: 'A thing' })).toHaveAttribute('aria-roledescription', 'movable')
    entry.focus()
    fireEvent.keyDown(entry, { code: 'Space' })
    expect(screen.getByRole('status')).toHaveTextContent('Sales is picked up, position 2 of 3.')
    await act(() => new Promise((done) => setTimeout(done)))
    fireEvent.keyDown(entry, { code: 'Escape' })
    expect(screen.getByRole('status')).toHaveTextContent('Not moved: Sales stays where it was.')
    await act(() => switchLanguage('zh-hans'))
    expect(entry).toHaveAccessibleDescription(/^按空格键拿起/)
    expect(entry).toHaveAttribute('aria-roledescription', '可移动')
  })
})
