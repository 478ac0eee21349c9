/** Change sets that make, change and retire whole entities. */
import type { Change } from '../components'
import type {
  EntityDocument,
  FieldDocument,
  GrantDocument,
  Keyed,
  Labels,
  MenuDocument,
  ViewDocument,
} from '../documents'
import { suggestItemKey } from './keys'
import { newLayout } from './layout'
import { nextOrder } from './order'

export interface NewEntity {
  key: string
  label: Labels
  plural: Labels
  icon: string
  owned: boolean
  titleLabel: Labels
  withLayout: boolean
  withView: boolean
  /** The roles whose people work with the records from the start. */
  roles: readonly string[]
  /** The menu that gets an entry; null for none. */
  menu: MenuTarget | null
}

export interface MenuTarget {
  document: MenuDocument
  /** The menu itself is made in the same step. */
  isNew: boolean
}

const TITLE_FIELD = 'name'

const TEXTS = {
  layout: { en: 'Main form', 'zh-hans': '主表单' },
  tab: { en: 'Details', 'zh-hans': '详细信息' },
  region: { en: 'General', 'zh-hans': '基本信息' },
}

function titleField(label: Labels): FieldDocument {
  return { kind: 'text', label, required: true, searchable: true, max_length: 255, order: 10 }
}

function entityDocument(entity: NewEntity, fields: Keyed<FieldDocument>): EntityDocument {
  const { key, label, plural, icon, owned } = entity
  return { kind: 'entity', key, label, plural, icon, owned, title_field: TITLE_FIELD, fields }
}

/** The list that every entity starts with. */
export function newView(entity: string, plural: Labels, columns: readonly string[]): ViewDocument {
  return {
    kind: 'view',
    key: `${entity}.all`,
    entity,
    label: {
      en: `All ${(plural['en'] ?? entity).toLowerCase()}`,
      'zh-hans': `全部${plural['zh-hans'] ?? plural['en'] ?? entity}`,
    },
    default: true,
    order: 10,
    columns: Object.fromEntries(columns.map((column, index) => [column, { order: (index + 1) * 10 }])),
    sort: '-created_at',
  }
}

/** Adds an entry for the entity at the end of the menu. */
function menuEntry({ document: menu, isNew }: MenuTarget, entity: string): Change {
  const key = suggestItemKey({ en: entity }, Object.keys(menu.items), 'item')
  const items = { [key]: { entity, order: nextOrder(menu.items) } }
  return { op: 'put', kind: 'menu', key: menu.key, document: isNew ? { ...menu, items } : { items } }
}

const RIGHTS_OF_OWNERS: GrantDocument = { see: 'unit', create: true, edit: 'own', delete: 'own' }
const RIGHTS_OF_ALL: GrantDocument = { see: 'all', create: true, edit: 'all', delete: 'none' }

/** The records of one's unit, or all where nobody owns them; what else a role may is arranged with the role. */
function roleGrant(role: string, { key, owned }: NewEntity): Change {
  const entities = { [key]: owned ? RIGHTS_OF_OWNERS : RIGHTS_OF_ALL }
  return { op: 'put', kind: 'role', key: role, document: { entities } }
}

/** An entity with its title field and, if wanted, all that makes it usable at once: list, form, menu entry and rights. */
export function newEntityChanges(entity: NewEntity): Change[] {
  const { key, plural, menu } = entity
  const fields = { [TITLE_FIELD]: titleField(entity.titleLabel) }
  const columns = [TITLE_FIELD, ...(entity.owned ? ['owner'] : []), 'created_at']
  const changes: Change[] = [{ op: 'put', kind: 'entity', key, document: entityDocument(entity, fields) }]
  if (entity.withLayout) {
    const placed = entity.owned ? { ...fields, owner: { kind: 'user' as const, order: 20 } } : fields
    changes.push({ op: 'put', kind: 'layout', key: `${key}.main`, document: newLayout(key, placed, TEXTS) })
  }
  if (entity.withView) {
    changes.push({ op: 'put', kind: 'view', key: `${key}.all`, document: newView(key, plural, columns) })
  }
  if (menu) changes.push(menuEntry(menu, key))
  changes.push(...entity.roles.map((role) => roleGrant(role, entity)))
  return changes
}
