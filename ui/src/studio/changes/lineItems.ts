/** Line items: a table inside of a record. Its lines are an entity of their own, made in the same step. */
import type { Change } from '../components'
import type { EntityDocument, FieldDocument, Keyed, Labels } from '../documents'
import { findKeyFault, suggestKey } from './keys'

export interface LineItems {
  /** The field on the parent under which the lines appear. */
  field: string
  label: Labels
  /** The entity of the lines. */
  key: string
  columns: Keyed<FieldDocument>
}

/** The reference from the line to its parent: the parent's key unless a column has it. */
function parentField(parent: string, columns: Keyed<FieldDocument>): string {
  const taken = Object.keys(columns)
  return findKeyFault(parent, taken) === null ? parent : suggestKey({ en: `${parent} parent` }, taken)
}

/** `site_visit` + `findings` → `site_visit_findings`; numbered where that exists. */
export function suggestLineKey(parent: string, field: string, taken: Iterable<string>): string {
  return suggestKey({ en: `${parent} ${field}` }, taken, 'lines')
}

function lineEntity(parent: EntityDocument, lines: LineItems, parentKey: string): EntityDocument {
  const reference: FieldDocument = {
    kind: 'reference',
    label: parent.label,
    target: parent.key,
    on_delete: 'cascade',
    required: true,
    order: 1,
  }
  const columns = Object.entries(lines.columns)
  const title = columns.find(([, column]) => column.kind === 'text') ?? columns[0]
  return {
    kind: 'entity',
    key: lines.key,
    label: lines.label,
    plural: lines.label,
    icon: 'UnorderedListOutlined',
    owned: false,
    ...(title ? { title_field: title[0] } : {}),
    fields: { [parentKey]: reference, ...lines.columns },
  }
}

/** The entity of the lines, to be put before the field that holds them. */
export function lineEntityChanges(
  parent: EntityDocument,
  lines: LineItems,
): [Change[], Partial<FieldDocument>] {
  const parentKey = parentField(parent.key, lines.columns)
  const change: Change = {
    op: 'put',
    kind: 'entity',
    key: lines.key,
    document: lineEntity(parent, lines, parentKey),
  }
  return [[change], { target: lines.key, parent_field: parentKey }]
}
