"""Aggregates over one record: the related records come as a sequence of mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from odos.dsl import numbers, tree
from odos.dsl.context import Context

Values = Mapping[str, Any]
Closure = Callable[[Values, Context], Any]
Compile = Callable[[tree.Node], Closure]
Summary = Callable[[Sequence[Values], Context], Any]


def aggregate(node: tree.Aggregate, value_of: Compile, condition_of: Compile) -> Closure:
    """A closure over the sequence of items; the two functions compile what stands inside."""
    path = node.path
    assert isinstance(path, tree.FieldPath)
    position = next(index for index, name in enumerate(path.steps) if name.is_collection)
    key = tree.FieldPath(path.ids[: position + 1], path.root).key
    rest = path.steps[position + 1 :]
    value = tree.FieldPath(path.ids[position + 1 :], type=rest[-1].type, steps=rest) if rest else None
    where = _filter(node, value, condition_of)
    summary = _summary(node, value, value_of, condition_of)

    def closure(values: Values, context: Context) -> Any:
        rows = [row for row in values.get(key) or () if where(row, context)]
        return summary(rows, context)

    return closure


def _filter(node: tree.Aggregate, value: tree.FieldPath | None, condition_of: Compile) -> Closure:
    """Which rows count. ``all(lines where c)`` holds when no row is left that fails ``c``."""
    if node.where is None:
        return _always
    where = condition_of(node.where)
    if node.function == "all" and value is None:
        return lambda row, context: not where(row, context)
    return where


def _always(values: Values, context: Context) -> bool:
    return True


def _summary(
    node: tree.Aggregate, value: tree.FieldPath | None, value_of: Compile, condition_of: Compile
) -> Summary:
    if node.function in _TESTS:
        with_value, without = _TESTS[node.function]
        return _tested(condition_of(value), with_value) if value else lambda rows, context: without(rows)
    if node.function in {"first", "last"}:
        assert value is not None
        return _end(node, value_of(value), value_of(node.order.value) if node.order else None)
    return _present(value_of(value) if value else None, _SUMMARIES[node.function])


def _tested(test: Closure, summarise: Callable[[Iterable[bool]], bool]) -> Summary:
    return lambda rows, context: summarise(test(row, context) for row in rows)


def _present(read: Closure | None, summarise: Callable[[list[Any]], Any]) -> Summary:
    """A summary of the values that are not blank, or of the rows."""
    if read is None:
        return lambda rows, context: summarise(list(rows))

    def summary(rows: Sequence[Values], context: Context) -> Any:
        found = (read(row, context) for row in rows)
        return summarise([item for item in found if item is not None])

    return summary


def _total(values: Sequence[Any]) -> Any:
    total: numbers.Number = 0
    for value in values:
        total = numbers.add(total, value)
    return total


def _end(node: tree.Aggregate, read: Closure, order: Closure | None) -> Summary:
    last = node.function == "last"
    downwards = bool(node.order and node.order.descending) != last

    def summary(rows: Sequence[Values], context: Context) -> Any:
        ranked = list(reversed(rows)) if last else list(rows)
        if order:
            keyed = [(order(row, context), row) for row in ranked]
            present = [pair for pair in keyed if pair[0] is not None]
            present.sort(key=lambda pair: pair[0], reverse=downwards)
            ranked = [row for _, row in present] + [row for rank, row in keyed if rank is None]
        return read(ranked[0], context) if ranked else None

    return summary


_SUMMARIES: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "count_distinct": lambda found: len(set(found)),
    "sum": _total,
    "avg": lambda found: numbers.divide(_total(found), len(found)),
    "min": lambda found: min(found, default=None),
    "max": lambda found: max(found, default=None),
}
# Over the values of the items, and over the items that are left when no value is asked for.
_TESTS: dict[str, tuple[Callable[[Iterable[bool]], bool], Callable[[Sequence[Values]], bool]]] = {
    "any": (any, bool),
    "none": (lambda found: not any(found), lambda rows: not rows),
    "all": (all, lambda rows: not rows),
}
