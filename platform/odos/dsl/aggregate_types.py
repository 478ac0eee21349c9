"""The type of an aggregate, and what is wrong with what it is asked for."""

from __future__ import annotations

from odos.dsl import findings, tree
from odos.dsl.types import ANY, BOOLEAN, DATE, NUMBER, Type
from odos.kernel.issues import Issue

_OF_NUMBERS = frozenset({"sum", "avg"})
_OF_CONDITIONS = frozenset({"any", "all", "none"})


def aggregate_type(node: tree.Aggregate, path: tree.FieldPath) -> tuple[Type, list[Issue]]:
    """The result; a path that ends at the collection itself gives no value of an item."""
    value = None if path.steps[-1].is_collection else path.type.item
    if node.function in _OF_CONDITIONS:
        lacking = (value or BOOLEAN) != BOOLEAN or (node.function == "all" and not (value or node.where))
        return BOOLEAN, [findings.needs_condition(node)] if lacking else []
    if node.function == "count":
        return NUMBER, []
    if value is None:
        return ANY, [findings.needs_value(node)]
    return NUMBER if node.function == "count_distinct" else value, _misfit(node, path, value)


def _misfit(node: tree.Aggregate, path: tree.FieldPath, value: Type) -> list[Issue]:
    if node.function in _OF_NUMBERS and not value.is_numeric:
        return [findings.wrong_type(path.at, [NUMBER], value)]
    if node.function in {"min", "max"} and not (value.is_numeric or value.is_temporal):
        return [findings.wrong_type(path.at, [NUMBER, DATE], value)]
    return []
