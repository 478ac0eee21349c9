"""Parts of a rule that fail whatever the record: ``1 / 0``, ``10 ^ 1000``, ``DATE(2026, 2, 30)``.

An error is a value, so nothing is forbidden; it is told where it is written. What reads a record, the user or
the time is left alone, and what is caught (``IFERROR``) is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from odos.dsl import findings, tree
from odos.dsl.checked import Checked
from odos.dsl.context import Context
from odos.dsl.failures import Failure
from odos.dsl.functions import Function
from odos.dsl.to_python import compile_outcome
from odos.dsl.tree import Node
from odos.kernel.issues import Issue

_NOBODY = Context(user=0, now=datetime(2000, 1, 1, tzinfo=UTC))
_READING = (tree.FieldPath, tree.Path, tree.Context, tree.Within, tree.Aggregate)


def certain_failures(node: Node, functions: Mapping[str, Function]) -> Iterator[Issue]:
    """A warning for each, in a checked tree. Costs nothing where nothing can fail."""
    if node.fails:
        constant: set[int] = set()
        _find_constant(node, functions, constant)
        for failed in _failing(node, constant):
            yield findings.no_result(failed.at, failed.type)


def _find_constant(node: Node, functions: Mapping[str, Function], found: set[int]) -> None:
    """The ids of nodes that read nothing."""
    below = list(tree.children(node))
    for child in below:
        _find_constant(child, functions, found)
    if isinstance(node, _READING) or (isinstance(node, tree.Call) and _asks(node, functions)):
        return
    if all(id(child) in found for child in below):
        found.add(id(node))


def _asks(node: tree.Call, functions: Mapping[str, Function]) -> bool:
    """Whether a call depends on more than its arguments."""
    function, overload = functions.get(node.name), node.overload
    if function is None or overload is None or function.volatility != "immutable":
        return True
    return overload.needs_context or overload.looks_up or overload.converts


def _failing(node: Node, constant: set[int]) -> Iterator[Node]:
    """The innermost ones."""
    if not node.fails:
        return
    if id(node) in constant and not isinstance(node, tree.Items) and not _has_failed(node):
        return
    inner = [failed for child in _uncaught(node) for failed in _failing(child, constant)]
    yield from inner
    if not inner and (_divides_by_zero(node) or (id(node) in constant and not isinstance(node, tree.Items))):
        yield node


def _divides_by_zero(node: Node) -> bool:
    return (
        isinstance(node, tree.Arithmetic)
        and node.operator == "/"
        and isinstance(node.right, tree.Literal)
        and node.right.value == 0
    )


def _has_failed(node: Node) -> bool:
    checked = Checked(node, node.type, (), "immutable")
    return isinstance(compile_outcome(checked)({}, _NOBODY), Failure)


def _uncaught(node: Node) -> Sequence[Node]:
    if isinstance(node, tree.Call) and node.overload is not None and node.overload.catches:
        return node.arguments[1:]
    return tuple(tree.children(node))
