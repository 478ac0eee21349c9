import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'
import { hoverRule } from '../api'
import { lettersBefore, positionOf } from '../positions'
import { hoverBox } from './helpBox'
import type { Surroundings } from './surroundings'

/** What the word under the pointer means. */
export function hoverHelp(surroundings: () => Surroundings): Extension {
  return hoverTooltip(
    async (view, position) => {
      const text = view.state.doc.toString()
      const { entity, kind } = surroundings()
      const place = { entity, kind, text, position: lettersBefore(text, position) }
      const { hover } = await hoverRule(place).catch(() => ({ hover: null }))
      if (!hover || view.state.doc.toString() !== text) return null
      return {
        pos: positionOf(text, hover.from),
        end: positionOf(text, hover.to),
        above: true,
        create: () => ({ dom: hoverBox(hover, surroundings()) }),
      }
    },
    { hoverTime: 350 },
  )
}
