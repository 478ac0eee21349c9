"""Python and SQL agree on generated rules and rows: values, blanks and failures, in both blank modes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.dsl.checked import Blanks, Checked
from odos.dsl.checker import check
from odos.dsl.columns import Column, ColumnScope, ColumnSource, rows_of
from odos.dsl.context import Context
from odos.dsl.exchange_rates import exchange_rates
from odos.dsl.failures import Failure
from odos.dsl.library.index import functions
from odos.dsl.parser import parse
from odos.dsl.to_python import compile_outcome, compile_test
from odos.dsl.to_sql import compile_outcome as compile_sql_outcome
from odos.dsl.to_sql import compile_sql
from odos.dsl.types import Type
from odos.kernel.issues import has_errors
from odos.kernel.sql import Sql
from tests.dsl.typed_rules import KINDS, Names, Rules, is_drawn

COLUMNS = [
    Column(f"{kind}_{position}", Type(kind))  # type: ignore[arg-type]
    for kind in KINDS
    for position in (1, 2)
]
SCOPE = ColumnScope(COLUMNS)
NAMES = Names({kind: [f"{kind}_1", f"{kind}_2"] for kind in KINDS}, {})
RATES = exchange_rates(
    "CNY",
    {"EUR": 2, "USD": 2, "JPY": 0},
    [
        ("EUR", date(2024, 2, 29), Decimal("7.8")),
        ("EUR", date(2026, 3, 29), Decimal("7.7512345678")),
        ("USD", date(2026, 1, 1), Decimal(7)),
        ("JPY", date(1, 1, 1), Decimal("0.047")),
    ],
)
CONTEXT = Context(
    user=1,
    now=datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    time_zone="Europe/Berlin",
    find_rates=lambda: RATES,
)
CELLS: dict[str, list[Any]] = {
    "number": [
        0,
        1,
        -1,
        "0.5",
        "12",
        "29",
        "-0.000001",
        "123456789012345678901234567890.123",
        "1e30",
        "-7.25",
    ],
    "text": [
        "a",
        "aB c",
        "ß",
        "İı",
        "电子",
        "12",
        "x" * 300,
        "2024-02-29",
        "10:30:15",
        "(",
        "\\",
        "%_",
        " \u3000\n",
    ],
    "boolean": [True, False],
    "date": [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), date(2026, 3, 29), date(1969, 12, 31)],
    "datetime": [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
        datetime(1941, 12, 7, 11, 43, 45, tzinfo=UTC),
    ],
    "time": [time(0, 0), time(23, 59, 59, 999_000), time(12, 30, 15, 1_000)],
}


def _cell(column: Column) -> st.SearchStrategy[Any]:
    values = CELLS[column.type.kind]
    made = [Decimal(value) for value in values] if column.type.kind == "number" else values
    return st.sampled_from([None, *made])


ROWS = st.lists(st.tuples(*map(_cell, COLUMNS)), min_size=1, max_size=4)
ANY_RULE = st.sampled_from(KINDS).flatmap(Rules(NAMES).of)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
BLANKS: tuple[Blanks, ...] = ("blank", "zero")


def by_python(checked: Checked, rows: Sequence[Sequence[Any]]) -> list[Any]:
    closure = compile_outcome(checked)
    keys = [f"c{position}" for position in range(len(COLUMNS))]
    return [closure(dict(zip(keys, row, strict=True)), CONTEXT) for row in rows]


def by_sql(cursor: Any, checked: Checked, rows: Sequence[Sequence[Any]]) -> list[Any]:
    outcome = compile_sql_outcome(checked, ColumnSource(SCOPE.entity))
    marked = Sql('"o"."v"')
    inner = "SELECT " + outcome.marked + ' AS v, "t".n FROM ' + rows_of(COLUMNS, rows) + " OFFSET 0"
    statement = "SELECT " + outcome.value(marked) + ", " + outcome.failed(marked)
    statement = statement + " FROM (" + inner + ') AS "o" ORDER BY "o".n'
    cursor.execute(statement.text, statement.bind(CONTEXT.slots()))
    return ["failed" if failed else value for value, failed in cursor.fetchall()]


def selected_by_sql(cursor: Any, checked: Checked, rows: Sequence[Sequence[Any]]) -> list[int]:
    where = compile_sql(checked, ColumnSource(SCOPE.entity))
    statement = 'SELECT "t".n FROM ' + rows_of(COLUMNS, rows) + " WHERE " + where + ' ORDER BY "t".n'
    cursor.execute(statement.text, statement.bind(CONTEXT.slots()))
    return [row[0] for row in cursor.fetchall()]


def assert_agreement(cursor: Any, rule: str, rows: Sequence[Sequence[Any]], blanks: Blanks) -> None:
    checked = check(parse(rule), SCOPE, blanks=blanks)
    if has_errors(checked.issues):
        return
    found = ["failed" if isinstance(value, Failure) else value for value in by_python(checked, rows)]
    assert by_sql(cursor, checked, rows) == found, rule
    if checked.type.kind == "boolean":
        test = compile_test(checked)
        keys = [f"c{position}" for position in range(len(COLUMNS))]
        chosen = [n for n, row in enumerate(rows) if test(dict(zip(keys, row, strict=True)), CONTEXT)]
        assert selected_by_sql(cursor, checked, rows) == chosen, rule


@pytest.fixture
def cursor(workspace):
    with connection.cursor() as found:
        yield found


@pytest.mark.parametrize("blanks", BLANKS)
@given(rule=ANY_RULE, rows=ROWS)
@QUICK
def test_both_back_ends_agree_on_any_rule_and_rows(cursor, blanks, rule, rows):
    assert_agreement(cursor, rule, rows, blanks)


OVERLOADS = [
    (function, overload)
    for function in functions.values()
    for overload in function.overloads
    if is_drawn(overload)
]


@pytest.mark.parametrize(
    ("function", "overload"),
    OVERLOADS,
    ids=[f"{function.name}-{len(overload.parameters)}" for function, overload in OVERLOADS],
)
def test_both_back_ends_agree_on_every_overload(cursor, function, overload):
    rules = Rules(NAMES)._called(function, overload, "number", 0)

    @given(rule=rules, rows=ROWS, blanks=st.sampled_from(BLANKS))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def agree(rule, rows, blanks):
        assert_agreement(cursor, rule, rows, blanks)

    agree()


DEEP = [
    "IFERROR(" * 45 + "number_1 / number_2" + ", number_1)" * 45,
    "(" * 90 + "number_1" + " / number_2)" * 90,
    "IF(" * 45 + "number_1 / number_2 > 1" + ", boolean_1, boolean_2)" * 45,
    "ROUND(" * 45 + "number_1 / 3" + ", 2)" * 45,
    "(" * 60 + "date_1" + " + number_1)" * 60,
    "not (" * 45 + "1 / number_1 > 1 or boolean_1" + ")" * 45,
]
SOME_ROWS = [
    tuple(
        Decimal(CELLS["number"][row]) if column.type.kind == "number" else CELLS[column.type.kind][row]
        for column in COLUMNS
    )
    for row in (0, 1)
]


@pytest.mark.parametrize("rule", DEEP, ids=range(len(DEEP)))
def test_both_back_ends_agree_on_deep_rules_that_fail(cursor, rule):
    assert_agreement(cursor, rule, [*SOME_ROWS, (None,) * len(COLUMNS)], "blank")
