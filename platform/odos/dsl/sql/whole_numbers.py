"""Sums of points and the like in SQL: whole numbers of a known size are computed as ``bigint``.

That is several times as fast as ``numeric`` and gives the same: no value on the way is larger than `LARGEST`,
none is blank, and none fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from odos.dsl import tree
from odos.dsl.constants import constant
from odos.dsl.functions import LazySqlForm
from odos.dsl.sql.failures import Argument
from odos.dsl.sql.pieces import Compiler
from odos.dsl.sql.source import SqlSource
from odos.dsl.types import BOOLEAN, NUMBER
from odos.kernel.sql import Sql

LARGEST = 2**62
_CHOICES = frozenset({"IF", "IFS"})  # conditions and values in turn, then the value otherwise


def whole_bound(node: tree.Node) -> int | None:
    """How far from 0 a value of the node may lie; None unless all of it is whole numbers of a known size."""
    bound = None if node.fails or not node.type.is_numeric else _BOUNDS.get(type(node), _unknown)(node)
    return bound if bound is not None and bound <= LARGEST else None


def whole_sql(node: tree.Node, source: SqlSource, compiler: Compiler) -> Sql:
    """The ``bigint`` of a node that has a `whole_bound`."""
    return _FORMS[type(node)](node, source, compiler)


# ------------------------------------------------------------------ sizes


def _unknown(node: tree.Node) -> None:
    return None


def _literal_bound(node: tree.Literal) -> int | None:
    value = constant(node)
    return abs(value) if isinstance(value, int) else None


def _negative_bound(node: tree.Negative) -> int | None:
    return whole_bound(node.item)


def _arithmetic_bound(node: tree.Arithmetic) -> int | None:
    if node.operator not in {"+", "-", "*"}:
        return None
    right = whole_bound(node.right)  # first, since a long sum leans to the left
    left = None if right is None else whole_bound(node.left)
    if left is None or right is None:
        return None
    return left * right if node.operator == "*" else left + right


def _call_bound(node: tree.Call) -> int | None:
    if node.name not in _CHOICES:
        return None
    bounds = [whole_bound(value) for value in (*node.arguments[1:-1:2], node.arguments[-1])]
    known = [bound for bound in bounds if bound is not None]
    return max(known) if len(known) == len(bounds) else None


_BOUNDS: dict[type[tree.Node], Callable[[Any], int | None]] = {
    tree.Literal: _literal_bound,
    tree.Negative: _negative_bound,
    tree.Arithmetic: _arithmetic_bound,
    tree.Call: _call_bound,
}


# ------------------------------------------------------------------ forms


def _literal(node: tree.Literal, source: SqlSource, compiler: Compiler) -> Sql:
    return Sql("%s::bigint", (constant(node),))


def _negative(node: tree.Negative, source: SqlSource, compiler: Compiler) -> Sql:
    return "(- " + whole_sql(node.item, source, compiler) + ")"


def _arithmetic(node: tree.Arithmetic, source: SqlSource, compiler: Compiler) -> Sql:
    left, right = (whole_sql(side, source, compiler) for side in (node.left, node.right))
    return "(" + left + f" {node.operator} " + right + ")"


def _choice(node: tree.Call, source: SqlSource, compiler: Compiler) -> Sql:
    assert node.overload is not None
    conditions = range(0, len(node.arguments) - 1, 2)
    arguments = [
        Argument(compiler.condition(item, source).sql, BOOLEAN)
        if position in conditions
        else Argument(whole_sql(item, source, compiler), NUMBER, may_be_blank=False)
        for position, item in enumerate(node.arguments)
    ]
    return "(" + cast(LazySqlForm, node.overload.sql)(arguments, NUMBER) + ")"


_FORMS: dict[type[tree.Node], Callable[[Any, SqlSource, Compiler], Sql]] = {
    tree.Literal: _literal,
    tree.Negative: _negative,
    tree.Arithmetic: _arithmetic,
    tree.Call: _choice,
}
