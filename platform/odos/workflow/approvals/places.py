"""Where nodes stand to each other: what comes before and after one, seen from inside branches too."""

from __future__ import annotations

from collections.abc import Iterator

from odos.workflow.approvals.definition import Definition, Fork, Node, Step, walk

Sequence = tuple[Node, ...]


def lineage(definition: Definition, path: str) -> tuple[tuple[Sequence, int], ...]:
    """The sequences that hold the node, outermost first, each with the position that leads to it."""
    return tuple(_lineage(definition.nodes, path))


def _lineage(nodes: Sequence, path: str) -> Iterator[tuple[Sequence, int]]:
    for position, node in enumerate(nodes):
        if node.path == path:
            yield nodes, position
        elif isinstance(node, Fork) and path.startswith(f"{node.path}/"):
            yield nodes, position
            for inside in node.sequences:
                yield from _lineage(inside, path)


def steps_before(definition: Definition, path: str) -> tuple[Step, ...]:
    """The steps that a case may have come through on its way to the node, in order, inside forks too."""
    before = (node for nodes, position in lineage(definition, path) for node in walk(nodes[:position]))
    return tuple(node for node in before if isinstance(node, Step))


def from_here_on(definition: Definition, path: str) -> frozenset[str]:
    """The node and all that comes after it within the forks around it: what is to be gone through again."""
    found: set[str] = set()
    for depth, (nodes, position) in enumerate(lines := lineage(definition, path)):
        is_innermost = depth == len(lines) - 1
        found |= paths_in(nodes[position:] if is_innermost else nodes[position + 1 :])
    return frozenset(found)


def enclosing(definition: Definition, path: str) -> frozenset[str]:
    """The forks around the node."""
    lines = lineage(definition, path)
    return frozenset(nodes[position].path for nodes, position in lines[:-1])


def paths_in(nodes: Sequence) -> frozenset[str]:
    """The paths of the nodes, of their branches, and of all inside."""
    found = {node.path for node in walk(nodes)}
    branches = {branch.path for node in walk(nodes) if isinstance(node, Fork) for branch in node.branches}
    return frozenset(found | branches)
