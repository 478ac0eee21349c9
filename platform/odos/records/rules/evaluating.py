"""A rule over given rows, in either back end: the formula playground, and tables of expected results."""

from __future__ import annotations

import re
import time as clock
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast

from odos.database.session import fetch_all, transaction
from odos.dsl.checked import Blanks, Checked
from odos.dsl.checker import check
from odos.dsl.columns import COLUMN_KINDS, Column, ColumnScope, ColumnSource, rows_of
from odos.dsl.context import Context as RuleContext
from odos.dsl.failures import Failure
from odos.dsl.parser import parse
from odos.dsl.printer import number_text
from odos.dsl.to_python import compile_outcome
from odos.dsl.to_sql import compile_outcome as compile_sql_outcome
from odos.dsl.types import Kind, Type
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

Backend = Literal["python", "sql"]
MOST_ROWS = 1_000
MOST_FIELDS = 100
SECONDS = 5
LONGEST_CELL = 20_000
_NAME = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"[-+]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})([eE][-+]?\d{1,2})?")
FAILED: Mapping[str, bool] = {"error": True}


@dataclass(frozen=True)
class Evaluation:
    """The type of the rule, and a JSON value for each row; `FAILED` where it has none."""

    type: Kind
    results: list[object]


def evaluate_rows(
    *,
    workspace: Workspace,
    expression: str,
    fields: Sequence[Mapping[str, Any]],
    rows: Sequence[Sequence[Any]],
    blanks: Blanks,
    backend: Backend,
    now: datetime,
) -> Evaluation:
    """In UTC, for nobody in particular. Raises `Invalid` with positions in the expression, fields or rows."""
    columns = _columns(fields)
    table = _table(columns, rows)
    scope = ColumnScope(columns)
    checked = _checked(expression, scope, blanks)
    asking = RuleContext(user=0, now=now)
    run = {"python": _by_python, "sql": _by_sql}[backend]
    found = run(workspace, checked, scope, table, asking)
    return Evaluation(checked.type.kind, [_result(value) for value in found])


def _checked(expression: str, scope: ColumnScope, blanks: Blanks) -> Checked:
    try:
        checked = check(parse(expression), scope, blanks=blanks, needs_sql=True)
    except Invalid as refusal:
        raise Invalid(None, [issue.under("expression") for issue in refusal.issues]) from None
    if has_errors(checked.issues):
        raise Invalid(None, [issue.under("expression") for issue in checked.issues])
    return checked


# ------------------------------------------------------------------ what comes in


def _columns(fields: Sequence[Mapping[str, Any]]) -> list[Column]:
    if len(fields) > MOST_FIELDS:
        raise _refused("too_many", text("at most {n} fields", "最多 {n} 个字段", n=MOST_FIELDS), "fields")
    columns = [_column(field, position) for position, field in enumerate(fields)]
    seen: set[str] = set()
    for position, column in enumerate(columns):
        if column.name.lower() in seen:
            message = text("the name stands twice", "字段名称重复")
            raise _refused("duplicate", message, "fields", position, "name")
        seen.add(column.name.lower())
    return columns


def _column(field: Mapping[str, Any], position: int) -> Column:
    name, kind = field.get("name"), field.get("type")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        message = text("a name is letters, digits and _", "名称只能包含字母、数字和下划线")
        raise _refused("wrong_type", message, "fields", position, "name")
    if not isinstance(kind, str) or kind not in COLUMN_KINDS:
        kinds = ", ".join(COLUMN_KINDS)
        raise _refused(
            "wrong_type",
            text("one of {kinds}", "应为以下之一：{kinds}", kinds=kinds),
            "fields",
            position,
            "type",
        )
    return Column(name, Type(cast(Kind, kind)))


def _table(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    if len(rows) > MOST_ROWS:
        raise _refused("too_many", text("at most {n} rows", "最多 {n} 行", n=MOST_ROWS), "rows")
    return [_row(columns, row, position) for position, row in enumerate(rows)]


def _row(columns: Sequence[Column], row: Any, position: int) -> list[Any]:
    if not isinstance(row, list | tuple) or len(row) != len(columns):
        message = text("a row has {n} values", "每行应有 {n} 个值", n=len(columns))
        raise _refused("wrong_type", message, "rows", position)
    return [
        _cell(column, value, position, index)
        for index, (column, value) in enumerate(zip(columns, row, strict=True))
    ]


def _cell(column: Column, value: Any, row: int, index: int) -> Any:
    if value is None or value == "":
        return None
    try:
        return _READERS[column.type.kind](value)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        message = text("this is no {kind}", "该值不是有效的 {kind}", kind=column.type.kind)
        raise _refused("wrong_type", message, "rows", row, index) from None


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
        raise ValueError
    return Decimal(str(value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CELL or "\x00" in value:
        raise ValueError
    value.encode()  # half of a surrogate pair cannot be stored
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _clock(value: Any) -> time:
    found = time.fromisoformat(value)
    if found.tzinfo is not None:
        raise ValueError
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


_READERS: Mapping[Kind, Callable[[Any], Any]] = {
    "number": _number,
    "text": _text,
    "boolean": _boolean,
    "date": date.fromisoformat,
    "datetime": _moment,
    "time": _clock,
}


# ------------------------------------------------------------------ the two back ends


def _by_python(
    workspace: Workspace, checked: Checked, scope: ColumnScope, table: list[list[Any]], asking: RuleContext
) -> list[Any]:
    closure = compile_outcome(checked)
    keys = [f"c{position}" for position in range(len(scope.columns))]
    end = clock.monotonic() + SECONDS
    found = []
    for row in table:
        if clock.monotonic() > end:
            raise _refused("too_slow", text("this takes too long", "计算时间过长"), "rows")
        found.append(closure(dict(zip(keys, row, strict=True)), asking))
    return found


def _by_sql(
    workspace: Workspace, checked: Checked, scope: ColumnScope, table: list[list[Any]], asking: RuleContext
) -> list[Any]:
    outcome = compile_sql_outcome(checked, ColumnSource(scope.entity))
    marked = Sql('"o"."v"')
    statement = (
        "SELECT "
        + outcome.value(marked)
        + ", "
        + outcome.failed(marked)
        + " FROM (SELECT "
        + outcome.marked
        + ' AS v, "t".n FROM '
        + rows_of(scope.columns, table)
        + ' OFFSET 0) AS "o" ORDER BY "o".n'
    )
    with transaction(workspace, timeout_ms=SECONDS * 1000):
        found = fetch_all(workspace, statement.text, statement.bind(asking.slots()))
    return [Failure() if failed else value for value, failed in found]


# ------------------------------------------------------------------ what goes out


def _result(value: Any) -> object:
    show = _SHOWN.get(type(value))
    return show(value) if show else value


_SHOWN: Mapping[type, Callable[[Any], object]] = {
    Failure: lambda _: FAILED,
    Decimal: number_text,
    int: str,
    datetime: lambda moment: f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z",
    date: date.isoformat,
    time: lambda found: found.isoformat("seconds"),
}


def _refused(code: str, message: Any, *path: str | int) -> Invalid:
    return Invalid(None, [Issue(code, message, path)])
