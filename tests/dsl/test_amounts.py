"""PLAT-13: amounts of one currency are compared in it, of several in the company's; both back ends agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.dsl.amounts import Amount, amount
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.exchange_rates import exchange_rates
from odos.dsl.failures import Failure
from odos.dsl.parser import parse
from odos.dsl.to_python import compile_outcome
from odos.dsl.to_sql import compile_outcome as compile_sql_outcome
from odos.dsl.to_sql import compile_sql
from odos.kernel.issues import has_errors
from odos.kernel.sql import Sql
from tests.dsl import world

RATES = exchange_rates(
    "CNY",
    {"EUR": 2, "USD": 2, "JPY": 0},
    [("EUR", date(2020, 1, 1), Decimal(8)), ("USD", date(2020, 1, 1), Decimal(7))],
)
CONTEXT = replace(world.CONTEXT, find_rates=lambda: RATES)


def money(own: str, currency: str, rate: str) -> Amount:
    written = Decimal(own)
    base = (written * Decimal(rate)).quantize(Decimal("0.01"))
    return amount(base, base, written, currency)


EUR, OLD_EUR, USD, CNY = money("100", "EUR", "8"), money("101", "EUR", "7.9"), money("110", "USD", "7"), None
HOME = money("750", "CNY", "1")
ROWS = [  # price, cost, fees of two lines
    (EUR, OLD_EUR, (EUR, EUR)),
    (EUR, USD, (EUR, USD)),
    (EUR, HOME, (USD, None)),
    (HOME, HOME, ()),
    (USD, None, (HOME, HOME)),
    (None, None, (None,)),
]  # fmt: skip


def rows_of(amounts: list[Any]) -> world.Rows:
    [blank] = world.sample_rows().deal[:1]
    deals = [
        {**blank, "id": n, "quantity": n, "price": price, "cost": cost}
        for n, (price, cost, _) in enumerate(amounts, 1)
    ]
    lines = [
        {"id": 10 * n + position, "deal": n, "fee": fee, "gift": position == 0}
        for n, (_, _, fees) in enumerate(amounts, 1)
        for position, fee in enumerate(fees)
    ]
    return world.Rows(deal=deals, line=lines, user=[{"id": 1, "name": "Ann", "manager": None}])


@pytest.fixture
def cursor(workspace):
    with connection.cursor() as found:
        world.create_tables(found)
        yield found


def by_python(checked: Checked, rows: world.Rows) -> list[Any]:
    closure = compile_outcome(checked)
    found = [closure(rows.values(row), CONTEXT) for row in rows.deal]
    return ["failed" if isinstance(value, Failure) else value for value in found]


def by_sql(cursor: Any, checked: Checked) -> list[Any]:
    source = world.main_source()
    outcome = compile_sql_outcome(checked, source)
    inner = world.select(outcome.marked + ' AS "v", ' + source.column("id") + ' AS "n"', source)
    marked = Sql('"o"."v"')
    statement = "SELECT " + outcome.value(marked) + ", " + outcome.failed(marked) + " FROM (" + inner
    statement = statement + ' OFFSET 0) AS "o" ORDER BY "o"."n"'
    cursor.execute(statement.text, statement.bind(CONTEXT.slots()))
    return ["failed" if failed else value for value, failed in cursor.fetchall()]


def agree(cursor: Any, rule: str, rows: world.Rows, blanks: Any = "blank") -> list[Any]:
    checked = check(parse(rule), world.scope(), blanks=blanks)
    assert not has_errors(checked.issues), rule
    found = by_python(checked, rows)
    assert by_sql(cursor, checked) == found, rule
    if checked.type.kind == "boolean":
        source = world.main_source()
        where = compile_sql(checked, source)
        statement = world.select(source.column("id"), source, where)
        cursor.execute(statement.text, statement.bind(CONTEXT.slots()))
        expected = [row["id"] for row, value in zip(rows.deal, found, strict=True) if value is True]
        assert [row[0] for row in cursor.fetchall()] == expected, rule
    return found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("price > 500", [False, False, False, True, False, False]),  # a bare number takes the field's currency
        ("price = 100", [True, True, True, False, False, False]),
        ("price between 90 and 105", [True, True, True, False, False, False]),
        ("price in [100, 750]", [True, True, True, True, False, False]),
        ("price < cost", [True, False, False, False, False, False]),  # 100 € < 101 €, although 800 > 797.90
        ("price > cost", [False, True, True, False, False, False]),
        ("price - cost > 20", [False, True, True, False, False, False]),  # 30 of the company's
        ("price * 2 >= cost + 99", [True, True, True, True, False, False]),
        ("IF(price > 500, price, cost) = 101", [True, False, False, False, False, False]),
        ("sum(lines.fee) > 150", [True, True, False, False, True, False]),
        ("sum(lines.fee) = 200", [True, False, False, False, False, False]),
        ("max(lines.fee) = price", [True, True, False, False, False, True]),
        ("count(lines where fee > 105) = 1", [False, True, True, False, False, False]),
        ("sum(lines.fee where gift) < price", [False, False, True, True, True, False]),
        ('CONVERT(price, "EUR") > 95', [True, True, True, False, True, False]),
        ('CONVERT(price, "EUR") = price', [True] * 6),
        ('CONVERT(price, "EUR") < cost', [True, False, False, False, False, False]),
        ('CONVERT(price, "XXX") > 1', ["failed"] * 5 + [False]),
        ("BASEAMOUNT(price) > 760", [True, True, True, False, True, False]),  # whatever its currency
        ("BASEAMOUNT(price) < cost", [False, False, False, False, False, False]),  # in the company's, both
        ("price between 90 and BASEAMOUNT(700)", [False] * 6),
        ("BASEAMOUNT(sum(lines.fee)) > 1500", [True, True, False, False, False, False]),
        ("price", [Decimal(800), Decimal(800), Decimal(800), Decimal(750), Decimal(770), None]),
        ("price + 0", [Decimal(800), Decimal(800), Decimal(800), Decimal(750), Decimal(770), None]),
    ],
)  # fmt: skip
def test_amounts_are_compared_in_their_one_currency(cursor, rule, expected):
    rows = rows_of(ROWS)
    world.insert_rows(cursor, rows)
    assert agree(cursor, rule, rows) == expected


LEAVES = st.sampled_from(
    ["price", "cost", "0", "100", "-7.5", "quantity", "sum(lines.fee)", "max(lines.fee where gift)",
     "avg(lines.fee)", "first(lines.fee)", 'CONVERT(price, "USD")', 'CONVERT(cost + price, "EUR")',
     'CONVERT(price, "XXX")', "BASEAMOUNT(price)", "BASEAMOUNT(cost - 10)", "count(lines where fee > 100 or fee < 3)"]
)  # fmt: skip


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    compared = st.tuples(inner, st.sampled_from(["=", "<>", "<", ">="]), inner).map(" ".join)
    choice = st.tuples(compared, inner, inner).map(lambda parts: f"IF({parts[0]}, {parts[1]}, {parts[2]})")
    return st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        pair.map(lambda parts: f"MAX({parts[0]}, {parts[1]})"),
        inner.map(lambda part: f"ROUND({part}, 1)"),
        inner.map(lambda part: f"IFERROR({part}, 3)"),
        choice,
    )


NUMBERS = st.recursive(LEAVES, _grown, max_leaves=6)
CONDITIONS = st.one_of(
    st.tuples(NUMBERS, st.sampled_from(["=", "<>", "<", "<=", ">"]), NUMBERS).map(" ".join),
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda parts: f"{parts[0]} between {parts[1]} and {parts[2]}"),
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda parts: f"{parts[0]} in [{parts[1]}, {parts[2]}]"),
)
AMOUNTS = st.sampled_from(
    [None, EUR, OLD_EUR, USD, HOME, money("0", "EUR", "8"), money("-3.5", "USD", "6.5")]
)
SOME_ROWS = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.lists(AMOUNTS, max_size=3)), min_size=1, max_size=4)


@given(rule=st.one_of(CONDITIONS, NUMBERS), amounts=SOME_ROWS, blanks=st.sampled_from(["blank", "zero"]))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_back_ends_agree_on_any_amounts(cursor, rule, amounts, blanks):
    rows = rows_of(amounts)
    world.insert_rows(cursor, rows)
    agree(cursor, rule, rows, blanks)


def test_nested_comparisons_do_not_multiply(cursor):
    rule = "price"
    for _ in range(24):
        rule = f"IF({rule} > cost, price, 1)"
    rows = rows_of(ROWS)
    world.insert_rows(cursor, rows)
    agree(cursor, f"{rule} > 5", rows)
    source = world.main_source()
    checked = check(parse(f"{rule} > 5"), world.scope())
    assert len(compile_sql(checked, source).text) < 30_000
