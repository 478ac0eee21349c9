"""A decision table as a form: columns, rows of cells, results.

``{"kind": "decide", "name", "mode": "first match" | "collect", "columns": [text], "results": [name], "rows":
[{"cells": [{"operator", "values": [text]}] | null, "results": [text], "notes"}]}``. A cell's operator is
``any``, a comparison, ``between`` (two values) or ``in`` (any number); a row whose cells are null is the
``otherwise``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from odos.dsl import tree
from odos.dsl.statements import tree as st
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.forms import MISSING, Parts, Reader, head_of, notes_of, shown
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.printer import Printer
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_MODES = ("first match", "collect")
_PRINTER = Printer(None, {})
_PEOPLE = (st.Named, st.Team, st.Managers, st.Head)
_NO_NAME = text(
    "A name is of lower case letters, digits and underscores", "名称只能由小写字母、数字和下划线组成"
)
_NO_MODE = text("This must be first match or collect", "此处应为 first match 或 collect")
_NO_OPERATOR = text("This is no comparison", "此处不是比较方式")
_WRONG_COUNT = text("This row does not fit the columns", "此行与列数不符")

# ------------------------------------------------------------------ statement → form


def decision_form(table: ch.Decide) -> dict[str, Any]:
    """The form of a decision table."""
    return {
        **head_of("decide", table),
        "name": table.name,
        "mode": table.mode,
        "columns": [shown(column) for column in table.columns],
        "results": list(table.results),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: ch.Row) -> dict[str, Any]:
    return {
        "cells": [_SHOWN[type(cell)](cell) for cell in row.cells] if row.cells else None,
        "results": [_result(item) for item in row.results],
        "notes": list(row.notes),
    }


def _result(item: Any) -> str | None:
    return _PRINTER.person(item) if isinstance(item, _PEOPLE) else shown(item)


def _cell(operator: str, *values: tree.Node) -> dict[str, Any]:
    return {"operator": operator, "values": [shown(value) for value in values]}


_SHOWN: Mapping[type[tree.Node], Callable[[Any], dict[str, Any]]] = {
    ch.AnyCell: lambda _: _cell("any"),
    ch.TestCell: lambda cell: _cell(cell.operator, cell.value),
    ch.RangeCell: lambda cell: _cell("between", cell.low, cell.high),
    ch.ListCell: lambda cell: _cell("in", *cell.items),
}

# ------------------------------------------------------------------ form → statement


def read_decision(reader: Reader, parts: Parts) -> st.Statement:
    """The statement of a form; findings are collected by the reader."""
    columns = _listed(parts, "columns")
    results = _listed(parts, "results")
    mode = parts.get("mode") or _MODES[0]
    if mode not in _MODES:
        reader.refuse(("mode",), _NO_MODE)
    for name in ("columns", "results"):
        if not _listed(parts, name):
            reader.refuse((name,), MISSING)
    return ch.Decide(
        **reader.head(parts),
        name=_name(reader, parts.get("name"), "name"),
        mode=cast(Any, mode),
        columns=tuple(reader.needed(column, "columns", at) for at, column in enumerate(columns)),
        results=tuple(_name(reader, name, "results", at) for at, name in enumerate(results)),
        rows=tuple(
            _read_row(reader, row, at, len(columns), len(results))
            for at, row in reader.rows(parts.get("rows"), "rows")
        ),
    )


def _listed(parts: Parts, name: str) -> list[Any]:
    found = parts.get(name)
    return found if isinstance(found, list) else []


def _name(reader: Reader, written: Any, *place: str | int) -> str:
    if not isinstance(written, str) or not _NAME.fullmatch(written):
        reader.refuse(place, _NO_NAME if written else MISSING)
    return str(written)


def _read_row(reader: Reader, row: Parts, at: int, columns: int, results: int) -> ch.Row:
    cells = None if row.get("cells") is None else _listed(row, "cells")
    given = _listed(row, "results")
    if len(given) != results or (cells is not None and len(cells) != columns):
        reader.refuse(("rows", at), _WRONG_COUNT)
    return ch.Row(
        tuple(_read_cell(reader, cell, "rows", at, "cells", place) for place, cell in enumerate(cells or ())),
        tuple(_read_result(reader, item, "rows", at, "results", place) for place, item in enumerate(given)),
        notes=notes_of(row),
    )


def _read_cell(reader: Reader, cell: Any, *place: str | int) -> ch.Cell:
    item: Parts = cell if isinstance(cell, Mapping) else {}
    written = _listed(item, "values")
    operator = str(item.get("operator"))
    build, count = _CELLS.get(operator, (None, None))
    if build is None:
        reader.refuse((*place, "operator"), _NO_OPERATOR)
        return ch.AnyCell()
    if not written if count is None else len(written) != count:
        reader.refuse((*place, "values"), MISSING)
        return ch.AnyCell()
    return build(
        operator, tuple(reader.needed(value, *place, "values", at) for at, value in enumerate(written))
    )


_Builder = Callable[[str, tuple[tree.Node, ...]], ch.Cell]


def _test(operator: str, values: tuple[tree.Node, ...]) -> ch.Cell:
    return ch.TestCell(cast(Any, operator), values[0])


# How many values a cell has: None is one or more.
_CELLS: Mapping[str, tuple[_Builder, int | None]] = {
    "any": (lambda _operator, _values: ch.AnyCell(), 0),
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), (cast(_Builder, _test), 1)),
    "between": (lambda _operator, values: ch.RangeCell(*values), 2),
    "in": (lambda _operator, values: ch.ListCell(values), None),
}


def _read_result(reader: Reader, written: Any, *place: str | int) -> Any:
    """A value, or somebody as a statement names them."""
    found = _somebody(written) if isinstance(written, str) else None
    return found or reader.needed(written, *place)


def _somebody(written: str) -> st.Somebody | None:
    try:
        table = parse_statement(f"decide a on record first match\n  a -> b\n  otherwise {written}\n")
    except Invalid:
        return None
    one = table.rows[0].results if isinstance(table, ch.Decide) and len(table.rows) == 1 else ()
    return one[0] if len(one) == 1 and isinstance(one[0], _PEOPLE) else None
