"""A checked rule taken apart for people: which part gives which value, from the whole down to the fields.

A step stands for a node whose value tells something: no literals, no lists; a collection is one step with
what is asked of it. What the reader may not see is printed as ``…`` and has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from odos.dsl import tree
from odos.dsl.lookups import is_lookup
from odos.dsl.printer import print_rule
from odos.dsl.scope import Scope
from odos.schema.model import Field

MOST = 60
_SILENT = (tree.Literal, tree.Duration, tree.Items)
_MASK = "…"

IsHidden = Callable[[Field], bool]


@dataclass(frozen=True)
class Step:
    """One part: its text with present keys, and the parts that it is made of."""

    node: tree.Node
    text: str
    hidden: bool
    parts: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        """This step and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def steps_of(node: tree.Node, scope: Scope, is_hidden: IsHidden) -> Step:
    """The whole as one step; the smallest parts are left out where there would be too many."""
    deepest = 8
    made = _step(node, scope, is_hidden, deepest)
    while sum(1 for _ in made.walk()) > MOST and deepest > 1:
        deepest -= 1
        made = _step(node, scope, is_hidden, deepest)
    return made


def _step(node: tree.Node, scope: Scope, is_hidden: IsHidden, levels: int) -> Step:
    inner = _telling(node) if levels > 1 else ()
    parts = tuple(_step(part, scope, is_hidden, levels - 1) for part in inner)
    return Step(node, print_rule(masked(node, is_hidden), scope), reads_hidden(node, is_hidden), parts)


def _telling(node: tree.Node) -> Iterator[tree.Node]:
    """The next nodes below that have a value of their own."""
    if isinstance(node, tree.Aggregate):
        return
    told = 2 if is_lookup(node) else 0  # a lookup is told two places, which have no value by themselves
    for child in list(tree.children(node))[told:]:
        if not isinstance(child, _SILENT):
            yield child
        elif isinstance(child, tree.Items):
            yield from (item for item in child.items if not isinstance(item, _SILENT))


def reads_hidden(node: tree.Node, is_hidden: IsHidden) -> bool:
    """Whether anything in it leads through what may not be seen."""
    return any(_is_masked(part, is_hidden) for part in tree.walk(node))


def _is_masked(node: tree.Node, is_hidden: IsHidden) -> bool:
    return isinstance(node, tree.FieldPath) and any(is_hidden(name.field) for name in node.steps)


def masked(node: tree.Node, is_hidden: IsHidden) -> tree.Node:
    """The node with ``…`` in the place of what may not be seen; a collection out of sight goes as a whole."""

    def stand_in(part: tree.Node) -> tree.Node | None:
        whole = part.path if isinstance(part, tree.Aggregate) else part
        return tree.Path((_MASK,), at=part.at) if _is_masked(whole, is_hidden) else None

    return exchanged(node, stand_in)


def exchanged(node: tree.Node, stand_in: Callable[[tree.Node], tree.Node | None]) -> tree.Node:
    """The tree with other nodes in the place of those for which there is one."""
    found = stand_in(node)
    if found is not None:
        return found
    changed = {
        item.name: _exchanged_value(getattr(node, item.name), stand_in)
        for item in fields(node)
        if item.compare
    }
    return replace(node, **changed)


def _exchanged_value(value: Any, stand_in: Callable[[tree.Node], tree.Node | None]) -> Any:
    if isinstance(value, tree.Node):
        return exchanged(value, stand_in)
    if isinstance(value, tuple):
        return tuple(_exchanged_value(item, stand_in) for item in value)
    return value
