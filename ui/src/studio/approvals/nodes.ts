/**
 * Edits of the nodes of an approval: tree → tree, nothing is changed in place.
 *
 * A path is of keys, such as `size/large/director`: a node, a branch of it, a node in that. A sequence is named
 * by the branch that it stands in, the outermost one by ''.
 */
import type { Place } from '../../process/picture/tree'
import { orderedEntries } from '../../shared/order'
import { suggestItemKey } from '../changes/keys'
import { moveTo, nextOrder, omit, placeAt } from '../changes/order'
import type { Keyed, Labels } from '../documents'
import type { BranchDocument, NodeDocument } from './document'

export type Nodes = Keyed<NodeDocument>

/** An edited tree, and the path of what the edit was about. */
export interface Edited {
  nodes: Nodes
  path: string
}

const split = (path: string) => (path === '' ? [] : path.split('/'))
const join = (sequence: string, key: string) => (sequence === '' ? key : `${sequence}/${key}`)

export const isBranch = (path: string) => split(path).length % 2 === 0
export const parentOf = (path: string) => split(path).slice(0, -1).join('/')
export const keyOf = (path: string) => split(path).at(-1) ?? ''

export function isInside(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`)
}

// ------------------------------------------------------------------ reading

/** The nodes of a sequence; undefined where there is no such branch. */
export function sequenceAt(nodes: Nodes, sequence: string): Nodes | undefined {
  const [key, branch, ...rest] = split(sequence)
  if (key === undefined) return nodes
  const inner = nodes[key]?.branches?.[branch ?? '']
  return inner && sequenceAt(inner.nodes ?? {}, rest.join('/'))
}

export function nodeAt(nodes: Nodes, path: string): NodeDocument | undefined {
  return isBranch(path) ? undefined : sequenceAt(nodes, parentOf(path))?.[keyOf(path)]
}

export function branchAt(nodes: Nodes, path: string): BranchDocument | undefined {
  return isBranch(path) ? nodeAt(nodes, parentOf(path))?.branches?.[keyOf(path)] : undefined
}

/** Every path of the tree in the order of a walk, branches too. */
export function pathsOf(nodes: Nodes, sequence = ''): string[] {
  return orderedEntries(nodes).flatMap(([key, node]) => {
    const path = join(sequence, key)
    const branches = orderedEntries(node.branches).flatMap(([name, branch]) => [
      `${path}/${name}`,
      ...pathsOf(branch.nodes ?? {}, `${path}/${name}`),
    ])
    return [path, ...branches]
  })
}

/** Where a node stands among its neighbours. */
export function placeOf(nodes: Nodes, path: string): Place {
  const sequence = parentOf(path)
  const keys = orderedEntries(sequenceAt(nodes, sequence)).map(([key]) => key)
  return { sequence, index: keys.indexOf(keyOf(path)) }
}

// ------------------------------------------------------------------ changing what is there

function changeSequence(nodes: Nodes, sequence: string, change: (inner: Nodes) => Nodes): Nodes {
  const [key, name, ...rest] = split(sequence)
  if (key === undefined) return change(nodes)
  const node = nodes[key]
  const branch = node?.branches?.[name ?? '']
  if (!node || !branch || name === undefined) return nodes
  const inner = changeSequence(branch.nodes ?? {}, rest.join('/'), change)
  return { ...nodes, [key]: { ...node, branches: { ...node.branches, [name]: { ...branch, nodes: inner } } } }
}

export function changeNode(nodes: Nodes, path: string, change: (node: NodeDocument) => NodeDocument): Nodes {
  return changeSequence(nodes, parentOf(path), (inner) => {
    const node = inner[keyOf(path)]
    return node ? { ...inner, [keyOf(path)]: change(node) } : inner
  })
}

export function changeBranch(
  nodes: Nodes,
  path: string,
  change: (branch: BranchDocument) => BranchDocument,
): Nodes {
  return changeNode(nodes, parentOf(path), (node) => {
    const branch = node.branches?.[keyOf(path)]
    return branch ? { ...node, branches: { ...node.branches, [keyOf(path)]: change(branch) } } : node
  })
}

// ------------------------------------------------------------------ nodes

/** Puts a node at a place, under a key of its own. */
export function insertNode(nodes: Nodes, place: Place, node: NodeDocument, stem?: string): Edited {
  const inner = sequenceAt(nodes, place.sequence)
  if (!inner) return { nodes, path: '' }
  const wanted: Labels = stem === undefined ? (node.label ?? {}) : { en: stem }
  const key = suggestItemKey(wanted, Object.keys(inner), node.kind)
  return {
    nodes: changeSequence(nodes, place.sequence, (known) => placeAt(known, key, node, place.index)),
    path: join(place.sequence, key),
  }
}

export function removeNode(nodes: Nodes, path: string): Nodes {
  return changeSequence(nodes, parentOf(path), (inner) => omit(inner, keyOf(path)))
}

/** Moves a node with all that it holds; into itself it cannot go. */
export function moveNode(nodes: Nodes, path: string, place: Place): Edited {
  const node = nodeAt(nodes, path)
  const target = sequenceAt(nodes, place.sequence)
  if (!node || !target || isInside(place.sequence, path)) return { nodes, path }
  const from = placeOf(nodes, path)
  if (from.sequence === place.sequence) {
    const index = place.index > from.index ? place.index - 1 : place.index
    return {
      nodes: changeSequence(nodes, place.sequence, (inner) => moveTo(inner, keyOf(path), index)),
      path,
    }
  }
  const key =
    keyOf(path) in target ? suggestItemKey({ en: keyOf(path) }, Object.keys(target), node.kind) : keyOf(path)
  const without = removeNode(nodes, path)
  return {
    nodes: changeSequence(without, place.sequence, (inner) => placeAt(inner, key, node, place.index)),
    path: join(place.sequence, key),
  }
}

/** One place up or down among its neighbours. */
export function shiftNode(nodes: Nodes, path: string, distance: -1 | 1): Edited {
  const { sequence, index } = placeOf(nodes, path)
  const goal = index + distance
  const count = Object.keys(sequenceAt(nodes, sequence) ?? {}).length
  if (index < 0 || goal < 0 || goal >= count) return { nodes, path }
  return moveNode(nodes, path, { sequence, index: distance > 0 ? goal + 1 : goal })
}

export function duplicateNode(nodes: Nodes, path: string): Edited {
  const node = nodeAt(nodes, path)
  const { sequence, index } = placeOf(nodes, path)
  return node ? insertNode(nodes, { sequence, index: index + 1 }, node, keyOf(path)) : { nodes, path }
}

/** Puts a node into the first branch of a new fork that stands where it stood. */
export function wrapNode(nodes: Nodes, path: string, fork: NodeDocument): Edited {
  const node = nodeAt(nodes, path)
  const first = orderedEntries(fork.branches)[0]?.[0]
  if (!node || first === undefined) return { nodes, path }
  const place = placeOf(nodes, path)
  const made = insertNode(removeNode(nodes, path), place, fork)
  return {
    nodes: changeSequence(made.nodes, `${made.path}/${first}`, (inner) =>
      placeAt(inner, keyOf(path), node, 0),
    ),
    path: made.path,
  }
}

// ------------------------------------------------------------------ branches

export function addBranch(nodes: Nodes, fork: string, branch: BranchDocument): Edited {
  const known = nodeAt(nodes, fork)?.branches ?? {}
  const key = suggestItemKey(branch.label ?? {}, Object.keys(known), 'branch')
  return {
    nodes: changeNode(nodes, fork, (node) => ({
      ...node,
      branches: { ...node.branches, [key]: { ...branch, order: nextOrder(node.branches) } },
    })),
    path: `${fork}/${key}`,
  }
}

export function removeBranch(nodes: Nodes, path: string): Nodes {
  return changeNode(nodes, parentOf(path), (node) => ({
    ...node,
    branches: omit(node.branches, keyOf(path)),
  }))
}

export function duplicateBranch(nodes: Nodes, path: string): Edited {
  const branch = branchAt(nodes, path)
  if (!branch) return { nodes, path }
  const index = branchIndex(nodes, path)
  const known = nodeAt(nodes, parentOf(path))?.branches ?? {}
  const key = suggestItemKey({ en: keyOf(path) }, Object.keys(known), 'branch')
  return {
    nodes: changeNode(nodes, parentOf(path), (node) => ({
      ...node,
      branches: placeAt(node.branches, key, branch, index + 1),
    })),
    path: `${parentOf(path)}/${key}`,
  }
}

export function moveBranch(nodes: Nodes, path: string, index: number): Nodes {
  return changeNode(nodes, parentOf(path), (node) => ({
    ...node,
    branches: moveTo(node.branches ?? {}, keyOf(path), index),
  }))
}

export function branchIndex(nodes: Nodes, path: string): number {
  return orderedEntries(nodeAt(nodes, parentOf(path))?.branches).findIndex(([key]) => key === keyOf(path))
}
