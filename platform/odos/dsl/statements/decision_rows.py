"""The cells of a decision table, read one after the other, put into rows by their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from odos.dsl import tree
from odos.dsl.parser import refused
from odos.dsl.statements.tree import Head, Managers, Named, Team
from odos.dsl.statements.tree_of_change import AnyCell, Cell, ListCell, RangeCell, Row, TestCell
from odos.kernel.texts import text

_PEOPLE = (Named, Managers, Head, Team)
_CONDITIONS = (AnyCell, TestCell, RangeCell)


@dataclass(frozen=True, slots=True)
class OtherwiseCell(tree.Node):
    """Stands for all cells of a row; gone once rows are made."""


def group_rows(cells: Sequence[tree.Node], *, columns: int, results: int) -> tuple[Row, ...]:
    """Rows of so many cells and results; refuses a line with more or fewer."""
    lines = [tuple(line) for _, line in groupby(cells, key=lambda cell: cell.at.line)]
    return tuple(_row(line, columns, results) for line in lines)


def _row(line: tuple[tree.Node, ...], columns: int, results: int) -> Row:
    if isinstance(line[0], OtherwiseCell):
        _check_count(line, 1 + results)
        return Row((), tuple(_result(item) for item in line[1:]), at=line[0].at)
    _check_count(line, columns + results)
    cells = tuple(_cell(item) for item in line[:columns])
    return Row(cells, tuple(_result(item) for item in line[columns:]), at=line[0].at)


def _check_count(line: tuple[tree.Node, ...], wanted: int) -> None:
    if len(line) != wanted:
        message = text(
            "this row has {n} values, the table asks for {wanted}",
            "此行有 {n} 个值，表格需要 {wanted} 个",
            n=len(line),
            wanted=wanted,
        )
        hint = text("Write - for any value; each row on one line", "任意值请写 -；每行一条规则")
        raise refused(line[0].at, message, hint)


def _cell(item: tree.Node) -> Cell:
    if isinstance(item, tree.Items):
        return ListCell(item.items, at=item.at)
    if isinstance(item, _CONDITIONS):
        return item
    if isinstance(item, (*_PEOPLE, OtherwiseCell)):
        raise refused(item.at, text("this is no condition", "此处应为条件"))
    return TestCell("=", item, at=item.at)


def _result(item: tree.Node) -> tree.Node:
    if isinstance(item, (*_CONDITIONS, OtherwiseCell)):
        message = text("a result is a value", "结果必须是值")
        raise refused(item.at, message, text("Put brackets around a calculation", "计算请加括号"))
    return item
