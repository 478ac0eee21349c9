"""A rule that was checked: its typed tree, and what it reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from odos.dsl import tree
from odos.dsl.functions import Volatility
from odos.dsl.lookups import is_lookup
from odos.dsl.tree import Call, FieldPath, Node
from odos.dsl.types import Type
from odos.kernel.issues import Issue

Blanks = Literal["blank", "zero"]


@dataclass(frozen=True)
class Checked:
    """A rule that was checked. ``tree`` holds identities and types; back ends take it only without errors."""

    tree: Node
    type: Type
    issues: tuple[Issue, ...]
    volatility: Volatility
    blanks: Blanks = "blank"

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        """The paths that are read from the record itself or the user, without those inside a collection."""
        found = {node.key: node for node in _outer(self.tree) if isinstance(node, FieldPath)}
        return tuple(found.values())

    @property
    def lookups(self) -> tuple[Call, ...]:
        """The lookups in it, each after those that its key is made of."""
        calls = [node for node in tree.walk(self.tree) if isinstance(node, Call) and is_lookup(node)]
        return tuple(reversed(calls))

    @property
    def is_own(self) -> bool:
        """Whether only fields of the record itself are read."""
        return all(
            len(path.ids) == 1 and path.root == "record" and path.type.kind != "list" for path in self.paths
        )

    @property
    def field_ids(self) -> frozenset[str]:
        """The identities of all fields that are read, on whatever entity."""
        paths = (node for node in tree.walk(self.tree) if isinstance(node, FieldPath))
        return frozenset(name.field.id for path in paths for name in path.steps)


def _outer(node: tree.Node) -> Iterable[tree.Node]:
    yield node
    for child in _outside(node):
        yield from _outer(child)


def _outside(node: tree.Node) -> Iterable[tree.Node]:
    """The nodes below that are read where the rule is."""
    if isinstance(node, tree.Aggregate):
        return (node.path,)
    return node.arguments[-1:] if isinstance(node, tree.Call) and is_lookup(node) else tree.children(node)
