import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeId, type Place } from '../../process/picture/tree'
import { orderedEntries } from '../../shared/order'
import type { BranchDocument, NodeDocument } from './document'
import {
  addBranch,
  branchAt,
  branchIndex,
  changeBranch,
  changeNode,
  duplicateBranch,
  duplicateNode,
  insertNode,
  isBranch,
  isInside,
  keyOf,
  moveBranch,
  moveNode,
  nodeAt,
  parentOf,
  pathsOf,
  placeOf,
  removeBranch,
  removeNode,
  sequenceAt,
  shiftNode,
  wrapNode,
  type Nodes,
} from './nodes'

const step = (name: string, order: number): NodeDocument => ({ kind: 'approval', label: { en: name }, order })
const tree: Nodes = {
  manager: step('Manager', 10),
  size: {
    kind: 'fork',
    order: 20,
    branches: {
      large: { order: 10, when: 'amount > 5', nodes: { director: step('Director', 10) } },
      small: { order: 20 },
    },
  },
  tell: { kind: 'copy', order: 30 },
}

describe('a tree of nodes (FLOW-01)', () => {
  it('is read by paths', () => {
    expect(pathsOf(tree)).toEqual([
      'manager',
      'size',
      'size/large',
      'size/large/director',
      'size/small',
      'tell',
    ])
    expect(nodeAt(tree, 'size/large/director')?.label).toEqual({ en: 'Director' })
    expect(branchAt(tree, 'size/large')?.when).toBe('amount > 5')
    expect(nodeAt(tree, 'size/none/director')).toBeUndefined()
    expect(placeOf(tree, 'tell')).toEqual({ sequence: '', index: 2 })
  })

  it('takes a node between two others, under a free key', () => {
    const made = insertNode(tree, { sequence: '', index: 1 }, { kind: 'copy', label: { en: 'Tell' } })
    expect(made.path).toBe('tell_2')
    expect(pathsOf(made.nodes).filter((path) => !path.includes('/'))).toEqual([
      'manager',
      'tell_2',
      'size',
      'tell',
    ])
  })

  it('lets a node move into a branch and out of it', () => {
    const inside = moveNode(tree, 'manager', { sequence: 'size/large', index: 0 })
    expect(inside.path).toBe('size/large/manager')
    expect(pathsOf(inside.nodes)).toEqual([
      'size',
      'size/large',
      'size/large/manager',
      'size/large/director',
      'size/small',
      'tell',
    ])
    expect(pathsOf(moveNode(inside.nodes, inside.path, { sequence: '', index: 0 }).nodes)).toEqual(
      pathsOf(tree),
    )
  })

  it('does not let a fork move into itself', () => {
    expect(moveNode(tree, 'size', { sequence: 'size/small', index: 0 }).nodes).toBe(tree)
  })

  it('puts a node into a new fork', () => {
    const fork: NodeDocument = { kind: 'fork', branches: { first: { order: 10 }, other: { order: 20 } } }
    const made = wrapNode(tree, 'manager', fork)
    expect(made.path).toBe('fork_1')
    expect(pathsOf(made.nodes).slice(0, 4)).toEqual([
      'fork_1',
      'fork_1/first',
      'fork_1/first/manager',
      'fork_1/other',
    ])
  })

  it('keeps, adds, moves and copies branches', () => {
    const added = addBranch(tree, 'size', { label: { en: 'Huge' } })
    expect(added.path).toBe('size/huge')
    expect(branchIndex(moveBranch(added.nodes, 'size/huge', 0), 'size/huge')).toBe(0)
    const copied = duplicateBranch(tree, 'size/large')
    expect(copied.path).toBe('size/large_2')
    expect(branchIndex(copied.nodes, copied.path)).toBe(1)
    expect(nodeAt(copied.nodes, 'size/large_2/director')).toEqual(nodeAt(tree, 'size/large/director'))
    expect(pathsOf(removeBranch(tree, 'size/large'))).toEqual(['manager', 'size', 'size/small', 'tell'])
    expect(
      branchAt(
        changeBranch(tree, 'size/small', (one) => ({ ...one, when: 'x' })),
        'size/small',
      )?.when,
    ).toBe('x')
  })
})

// ------------------------------------------------------------------ whatever the tree

const key = fc.constantFrom('a', 'b', 'c', 'd')
const order = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined })
const { nodes: anyNodes } = fc.letrec<{ nodes: Nodes; node: NodeDocument; branch: BranchDocument }>(
  (tie) => ({
    nodes: fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    node: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'tree' },
      fc.record({
        kind: fc.constant('approval'),
        label: fc.record({ en: fc.string() }),
        order,
      }) as fc.Arbitrary<NodeDocument>,
      fc.record({
        kind: fc.constant('fork'),
        order,
        branches: fc.dictionary(key, tie('branch'), { minKeys: 1, maxKeys: 3, depthIdentifier: 'tree' }),
      }) as fc.Arbitrary<NodeDocument>,
    ),
    branch: fc.record({ order, nodes: tie('nodes') }),
  }),
)

const nodePaths = (nodes: Nodes) => pathsOf(nodes).filter((path) => !isBranch(path))
const sequences = (nodes: Nodes) => ['', ...pathsOf(nodes).filter(isBranch)]
const places = (nodes: Nodes): Place[] =>
  sequences(nodes).flatMap((sequence) =>
    Array.from({ length: Object.keys(sequenceAt(nodes, sequence) ?? {}).length + 1 }, (_, index) => ({
      sequence,
      index,
    })),
  )
/** A node without its place in the order. */
const bare = (node: NodeDocument | undefined) => node && { ...node, order: 0 }
const keysIn = (nodes: Nodes, sequence: string) =>
  orderedEntries(sequenceAt(nodes, sequence)).map(([name]) => name)

/** A tree, one of its nodes and one of its places. */
const edit = anyNodes
  .filter((nodes) => nodePaths(nodes).length > 0)
  .chain((nodes) =>
    fc.record({
      nodes: fc.constant(nodes),
      path: fc.constantFrom(...nodePaths(nodes)),
      place: fc.constantFrom(...places(nodes)),
    }),
  )

describe('whatever the tree (FLOW-01)', () => {
  it('inserting and removing the same node gives the tree again', () => {
    fc.assert(
      fc.property(edit, ({ nodes, place }) => {
        const made = insertNode(nodes, place, { kind: 'copy', label: { en: 'Told' } })
        expect(pathsOf(made.nodes)).toHaveLength(pathsOf(nodes).length + 1)
        expect(placeId(placeOf(made.nodes, made.path))).toBe(placeId(place))
        expect(pathsOf(removeNode(made.nodes, made.path))).toEqual(pathsOf(nodes))
      }),
    )
  })

  it('a move loses nothing, puts the node where it was wanted and keeps the order of all others', () => {
    fc.assert(
      fc.property(edit, ({ nodes, path, place }) => {
        const moved = moveNode(nodes, path, place)
        if (isInside(place.sequence, path)) {
          expect(moved.nodes).toBe(nodes)
          return
        }
        expect(pathsOf(moved.nodes)).toHaveLength(pathsOf(nodes).length)
        expect(bare(nodeAt(moved.nodes, moved.path))).toEqual(bare(nodeAt(nodes, path)))
        const others = (keys: string[], own: string) => keys.filter((name) => name !== own)
        const before = keysIn(nodes, place.sequence)
        const after = keysIn(moved.nodes, parentOf(moved.path))
        const own = parentOf(path) === place.sequence ? keyOf(path) : ''
        expect(others(after, keyOf(moved.path))).toEqual(others(before, own))
        expect(after.indexOf(keyOf(moved.path))).toBe(others(before.slice(0, place.index), own).length)
      }),
    )
  })

  it('a shift there and back gives the same order', () => {
    fc.assert(
      fc.property(edit, ({ nodes, path }) => {
        const down = shiftNode(nodes, path, 1)
        const isLast = placeOf(nodes, path).index === keysIn(nodes, parentOf(path)).length - 1
        expect(down.nodes === nodes).toBe(isLast)
        if (!isLast) expect(pathsOf(shiftNode(down.nodes, path, -1).nodes)).toEqual(pathsOf(nodes))
      }),
    )
  })

  it('a copy stands behind its original and is like it', () => {
    fc.assert(
      fc.property(edit, ({ nodes, path }) => {
        const copied = duplicateNode(nodes, path)
        expect(placeOf(copied.nodes, copied.path).index).toBe(placeOf(copied.nodes, path).index + 1)
        expect(bare(nodeAt(copied.nodes, copied.path))).toEqual(bare(nodeAt(nodes, path)))
        expect(pathsOf(removeNode(copied.nodes, copied.path))).toEqual(pathsOf(nodes))
      }),
    )
  })

  it('wrapping keeps the node whole inside the fork', () => {
    const fork: NodeDocument = { kind: 'fork', branches: { one: { order: 10 }, two: { order: 20 } } }
    fc.assert(
      fc.property(edit, ({ nodes, path }) => {
        const wrapped = wrapNode(nodes, path, fork)
        expect(placeOf(wrapped.nodes, wrapped.path)).toEqual(placeOf(nodes, path))
        expect(bare(nodeAt(wrapped.nodes, `${wrapped.path}/one/${keyOf(path)}`))).toEqual(
          bare(nodeAt(nodes, path)),
        )
        expect(pathsOf(wrapped.nodes)).toHaveLength(pathsOf(nodes).length + 3)
      }),
    )
  })

  it('a change of one node leaves all others as they are', () => {
    fc.assert(
      fc.property(edit, ({ nodes, path }) => {
        const changed = changeNode(nodes, path, (node) => ({ ...node, when: 'amount > 1' }))
        expect(nodeAt(changed, path)?.when).toBe('amount > 1')
        for (const other of nodePaths(nodes).filter((one) => !isInside(path, one)))
          expect(nodeAt(changed, other)).toBe(nodeAt(nodes, other))
      }),
    )
  })
})
