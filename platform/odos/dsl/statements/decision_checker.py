"""Decision tables: every cell fits its column, and every row can be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from odos.dsl import tree
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.judge import Judge
from odos.dsl.statements.tree import Head, Managers, Named, Team
from odos.kernel.texts import text

_PEOPLE = (Named, Managers, Head, Team)


def check_decide(judge: Judge, node: ch.Decide) -> ch.Decide:
    """A table."""
    message = text("the table has no rows", "表格没有任何行")
    judge.needs(node.rows, node.at, message)
    columns = tuple(judge.value(column) for column in node.columns)
    if len(set(node.results)) < len(node.results):
        message = text("a result is named twice", "结果名称重复")
        judge.report("rule_duplicate", node.at, message)
    rows = tuple(_row(judge, row, columns) for row in node.rows if _is_complete(judge, row, node))
    _warn_idle(judge, node)
    return replace(node, columns=columns, rows=rows)


def _is_complete(judge: Judge, row: ch.Row, node: ch.Decide) -> bool:
    """A tree that a builder made may have rows of another width than the table."""
    fits = len(row.cells) in {0, len(node.columns)} and len(row.results) == len(node.results)
    if not fits:
        message = text("this row has too many or too few values", "此行的值过多或过少")
        judge.report("rule_row", row.at, message)
    return fits


def _row(judge: Judge, row: ch.Row, columns: Sequence[tree.Node]) -> ch.Row:
    cells = tuple(
        _CELLS[type(cell)](judge, cell, column) for cell, column in zip(row.cells, columns, strict=False)
    )
    return replace(row, cells=cells, results=tuple(_result(judge, item) for item in row.results))


def _result(judge: Judge, node: tree.Node) -> tree.Node:
    """A value, a list of values, or somebody."""
    if isinstance(node, _PEOPLE):
        return judge.someone(node)
    if isinstance(node, tree.Items):
        items = tuple(judge.value(item) for item in node.items)
        return replace(node, items=items)
    return judge.value(node)


def _test(judge: Judge, cell: ch.TestCell, column: tree.Node) -> ch.Cell:
    return replace(cell, value=judge.beside(column, cell.operator, cell.value, judge.scope))


def _range(judge: Judge, cell: ch.RangeCell, column: tree.Node) -> ch.Cell:
    low = judge.beside(column, ">=", cell.low, judge.scope)
    high = judge.beside(column, "<=", cell.high, judge.scope)
    ends = _number(cell.low), _number(cell.high)
    if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]
        judge.report("rule_bands", cell.at, text("this range is empty", "此范围为空"))
    return replace(cell, low=low, high=high)


def _listed(judge: Judge, cell: ch.ListCell, column: tree.Node) -> ch.Cell:
    return replace(cell, items=tuple(judge.beside(column, "=", item, judge.scope) for item in cell.items))


_CELLS: Mapping[type[tree.Node], Callable[[Judge, Any, tree.Node], ch.Cell]] = {
    ch.AnyCell: lambda judge, cell, column: cell,
    ch.TestCell: _test,
    ch.RangeCell: _range,
    ch.ListCell: _listed,
}


# ------------------------------------------------------------------ rows that are never reached


def _warn_idle(judge: Judge, node: ch.Decide) -> None:
    """In a table whose first match counts, a row is idle when one before it takes all that it could."""
    for position, row in enumerate(node.rows):
        earlier = node.rows[:position]
        ended = any(not item.cells for item in earlier)
        covered = node.mode == "first match" and any(_covers(item, row) for item in earlier)
        if ended or covered:
            message = text("this row is never reached", "此行永远不会匹配")
            hint = text("A row before it takes all that it could", "前面的行已包含其所有情况")
            judge.warn("rule_unreachable", row.at, message, hint)


def _covers(earlier: ch.Row, row: ch.Row) -> bool:
    if not row.cells or not earlier.cells:
        return not row.cells and all(isinstance(cell, ch.AnyCell) for cell in earlier.cells)
    pairs = zip(earlier.cells, row.cells, strict=False)
    return all(_holds_all(wide, narrow) for wide, narrow in pairs)


def _holds_all(wide: ch.Cell, narrow: ch.Cell) -> bool:
    if isinstance(wide, ch.AnyCell) or wide == narrow:
        return True
    if isinstance(wide, ch.ListCell):
        return set(_members(narrow) or [None]) <= set(wide.items)
    stretch, inner = _stretch(wide), _stretch(narrow)
    return stretch is not None and inner is not None and stretch.holds(inner)


def _members(cell: ch.Cell) -> tuple[tree.Node, ...]:
    if isinstance(cell, ch.ListCell):
        return cell.items
    return (cell.value,) if isinstance(cell, ch.TestCell) and cell.operator == "=" else ()


_INFINITE = Decimal("Infinity")


@dataclass(frozen=True)
class _Stretch:
    """Numbers between two ends; ``open`` ends do not belong."""

    low: Decimal = -_INFINITE
    high: Decimal = _INFINITE
    open_low: bool = False
    open_high: bool = False

    def holds(self, other: _Stretch) -> bool:
        """Whether every number of the other is in this one."""
        lower = self.low < other.low or (self.low == other.low and self.open_low <= other.open_low)
        higher = self.high > other.high or (self.high == other.high and self.open_high <= other.open_high)
        return lower and higher


def _stretch(cell: ch.Cell) -> _Stretch | None:
    if isinstance(cell, ch.RangeCell):
        low, high = _number(cell.low), _number(cell.high)
        return _Stretch(low, high) if low is not None and high is not None else None
    number = _number(cell.value) if isinstance(cell, ch.TestCell) else None
    if number is None or not isinstance(cell, ch.TestCell):
        return None
    return {
        "=": _Stretch(number, number),
        "<": _Stretch(high=number, open_high=True),
        "<=": _Stretch(high=number),
        ">": _Stretch(low=number, open_low=True),
        ">=": _Stretch(low=number),
    }.get(cell.operator)


def _number(node: tree.Node) -> Decimal | None:
    if isinstance(node, tree.Negative):
        inner = _number(node.item)
        return None if inner is None else -inner
    return node.value if isinstance(node, tree.Literal) and isinstance(node.value, Decimal) else None
