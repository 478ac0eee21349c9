"""Which values fail for some records, and which are inexact: two facts about a typed node.

They follow from the node and its children, so that the back ends need not look through the tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from odos.dsl import tree


def with_traits(node: tree.Node) -> tree.Node:
    """The node with ``fails`` and ``inexact``, its children having theirs."""
    fails = _FAILS.get(type(node), _inherited_failure)(node)
    inexact = node.type.is_numeric and _INEXACT.get(type(node), _exact)(node)
    return replace(node, fails=fails, inexact=inexact) if fails or inexact else node


def _never(node: tree.Node) -> bool:
    return False


def _inherited_failure(node: tree.Node) -> bool:
    return any(child.fails for child in tree.children(node))


def _arithmetic_fails(node: tree.Arithmetic) -> bool:
    return node.left.fails or node.right.fails or _own_arithmetic_failure(node)


def _own_arithmetic_failure(node: tree.Arithmetic) -> bool:
    left, right = node.left, node.right
    if node.operator == "/":
        return not (isinstance(right, tree.Literal) and bool(right.value))
    if node.operator == "^":
        return True
    if node.type.is_temporal:
        return not is_near_present(node)
    return node.type.kind == "time" or "time" in (left.type.kind, right.type.kind)


def is_near_present(node: tree.Node) -> bool:
    """Whether a date is today or now, moved by a span as written: far from both ends of time."""
    if isinstance(node, tree.Arithmetic) and isinstance(node.left, tree.Context):
        return isinstance(node.right, tree.Duration) and node.right.unit != "working day"
    return isinstance(node, tree.Context) and node.type.is_temporal


def _match_fails(node: tree.TextMatch) -> bool:
    """A pattern as written was looked at already; one that is computed may be none."""
    dynamic = node.operator == "matches" and not isinstance(node.pattern, tree.Literal)
    return dynamic or node.item.fails or node.pattern.fails


def _call_fails(node: tree.Call) -> bool:
    overload = node.overload
    if overload is None:
        return False
    caught = 1 if overload.catches else 0
    return overload.fails or any(argument.fails for argument in node.arguments[caught:])


def _exact(node: tree.Node) -> bool:
    return False


def _arithmetic_inexact(node: tree.Arithmetic) -> bool:
    return node.operator in {"/", "^"} or node.left.inexact or node.right.inexact


def _call_inexact(node: tree.Call) -> bool:
    overload = node.overload
    if overload is None or overload.settles:
        return False
    return overload.inexact or any(argument.inexact for argument in node.arguments)


_FAILS: dict[type[tree.Node], Callable[[Any], bool]] = {
    tree.Aggregate: _never,
    tree.Arithmetic: _arithmetic_fails,
    tree.Call: _call_fails,
    tree.TextMatch: _match_fails,
    tree.Literal: _never,
    tree.FieldPath: _never,
    tree.Context: _never,
    tree.Duration: _never,
}
_INEXACT: dict[type[tree.Node], Callable[[Any], bool]] = {
    tree.Arithmetic: _arithmetic_inexact,
    tree.Call: _call_inexact,
    tree.Negative: lambda node: node.item.inexact,
    tree.Aggregate: lambda node: node.function == "avg",
}
