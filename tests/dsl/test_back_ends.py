"""SQL and Python agree: on chosen rules with their expected values, and on any well-typed rule."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from odos.dsl import casing
from odos.dsl.checked import Checked
from odos.dsl.checker import check, read_rule
from odos.dsl.library.index import functions
from odos.dsl.parser import parse
from odos.dsl.to_python import compile_python, compile_test
from odos.dsl.to_sql import compile_sql, compile_value
from odos.kernel.issues import has_errors
from odos.kernel.sql import Sql
from tests.dsl import trees, world

ROWS = world.sample_rows()
VALUES = [ROWS.values(row) for row in ROWS.deal]


@pytest.fixture
def tables(workspace):
    with connection.cursor() as cursor:
        world.create_tables(cursor)
        world.insert_rows(cursor, ROWS)
        yield cursor


def run(cursor: Any, statement: Sql) -> list[Any]:
    cursor.execute(statement.text, statement.bind(world.CONTEXT.slots()))
    return [row[0] for row in cursor.fetchall()]


def values_by_sql(cursor: Any, checked: Checked) -> list[Any]:
    source = world.main_source()
    value = compile_value(checked, source)
    return run(cursor, world.select(value, source))


def selected_by_sql(cursor: Any, checked: Checked) -> list[int]:
    source = world.main_source()
    where = compile_sql(checked, source)
    return run(cursor, world.select(source.column("id"), source, where))


def agree(cursor: Any, checked: Checked) -> list[Any]:
    closure = compile_python(checked)
    found = ROWS.looked_up(checked)
    by_python = [closure(values | found, world.CONTEXT) for values in VALUES]
    assert values_by_sql(cursor, checked) == by_python
    if checked.type.kind == "boolean":
        test = compile_test(checked)
        ids = [
            row["id"] for row, values in zip(ROWS.deal, VALUES, strict=True) if test(values, world.CONTEXT)
        ]
        assert selected_by_sql(cursor, checked) == ids
    return by_python


FULL = 'LPAD("a", 20000, "a")'
MUCH = " & ".join([FULL] * 200)  # replaced letter by letter it would fill 80 GB

EXPECTED: list[tuple[str, list[Any]]] = [
    ("not (amount > 5)", [True, True, True, True]),
    ("amount <> 2.5", [True, True, True, False]),
    ("amount = null", [True, False, False, False]),
    ('name = ""', [True, False, False, False]),
    ("urgent = paid", [True, False, False, True]),
    ('name contains "ACME"', [False, False, True, True]),
    ('CONTAINS(name, "acme")', [False, False, True, False]),
    ('name contains "50%"', [False, True, False, False]),
    ('name contains "0_o"', [False, False, False, False]),
    ('note contains "σσ"', [False, False, False, False]),
    ('note contains "电子😀"', [False, True, False, False]),
    ('name ends with "X\\\\Y"', [False, True, False, False]),
    ('name < "a"', [False, True, False, True]),
    ("owner = user", [False, True, False, False]),
    ("owner.manager = user.manager", [False, True, False, False]),
    ("owner in [user, 3]", [False, True, False, True]),
    ('account = "2" and id in ["3", 4]', [False, False, True, True]),
    ('account.parent.name = "Top"', [False, False, True, True]),
    ('stage in ["new", "won"]', [False, True, False, False]),
    ('stage not in ["new", "won"]', [True, False, True, True]),
    ('tags contains "b"', [False, True, False, False]),
    ("tags is blank", [True, False, True, True]),
    ("amount in [null, 0]", [True, False, True, False]),
    ("quantity between -5 and 0", [False, False, True, True]),
    ("amount / quantity", [None, Decimal("-0.335"), None, Decimal("-0.833333333333333")]),
    ("2 / 3", [Decimal("0.666666666666667")] * 4),
    ("9223372036854775807 + 1", [Decimal("9223372036854775808")] * 4),
    ("discount", [None, Decimal("0.1"), Decimal("0.0001"), None]),
    ("ROUND(amount, 2)", [None, Decimal("-2.35"), Decimal(0), Decimal("2.5")]),
    ("due_on + 1 year", [None, date(2025, 2, 28), date(2, 1, 1), None]),
    ("start_on + 1 day", [None, None, date(2026, 2, 1), None]),
    ("due_on - 1 day", [None, date(2024, 2, 28), None, None]),
    ("at + 1 month", [None, datetime(2026, 11, 25, 1, 30, tzinfo=UTC), None, None]),
    ("at >= today - 30 days", [False, True, True, False]),
    ('seen_at = "2026-03-29T01:30:00Z"', [False, True, False, False]),
    ("DATE(2026, quantity + 4, 31)", [None, None, None, date(2026, 1, 31)]),
    ("name & note", [None, "Straße 50% off_x\\yΑΣ σς İı 电子😀", "acme12.50", "Acme"]),
    ('TRIM(" ")', [None] * 4),
    ("VALUE(note)", [None, None, Decimal("12.5"), None]),
    ("count(lines where not gift)", [0, 2, 0, 0]),
    ("sum(lines.amount)", [0, Decimal("-2.5"), 3, 0]),
    ("avg(lines.amount)", [None, Decimal("-1.25"), 3, None]),
    ("first(lines.title order by sent_on desc)", [None, "b", "z", None]),
    ("last(lines.sent_on)", [None, date(2025, 1, 2), date(2025, 1, 2), None]),
    ("count_distinct(lines.sent_on)", [0, 2, 1, 0]),
    ("any(lines where amount > 2)", [False, False, True, False]),
    ("all(lines where amount > 2)", [True, False, True, True]),
    ("count(account.deals)", [0, 1, 2, 2]),
    ("count(account.deals) = 0", [True, False, False, False]),
    ("count(account.deals) >= 1", [False, True, True, True]),
    ("0 < count(account.deals where urgent)", [False, True, False, False]),
    ("not (count(lines where not gift) > 0)", [True, False, True, True]),
    ("count(lines where not gift) < 1 or count(lines) <> 0", [True, True, True, True]),
    ("sum(user.deals.quantity)", [7, 7, 7, 7]),
    ("count(owner.deals_by_owner where urgent)", [0, 1, 0, 0]),
    ('CASE(stage, "won", 1, "lost", 2, 0)', [0, 1, 2, 0]),
    ("TEXT(1 / (quantity * 0))", [None] * 4),
    ('IFERROR(TEXT(1 / 3 / (quantity * 0)), "failed")', [None, "failed", "failed", "failed"]),
    (f'IFERROR(SUBSTITUTE({MUCH}, "a", {FULL}), "failed")', ["failed"] * 4),
    (f'IFERROR(REGEXREPLACE({MUCH}, "a|b", {FULL}), "failed")', ["failed"] * 4),
    (f'SUBSTITUTE({MUCH}, "aa", null)', [None] * 4),
    (f'REGEXREPLACE({MUCH}, "a+", "b")', ["b"] * 4),
    (f'LEN(SUBSTITUTE(LEFT({FULL}, 10000), "a", "bb"))', [20_000] * 4),
    ('REGEXREPLACE("a-b", "(a)|b", "\\\\1&")', ["\\1&-\\1&"] * 4),
]


@pytest.mark.parametrize(("rule", "expected"), EXPECTED, ids=[rule[:80] for rule, _ in EXPECTED])
def test_both_back_ends_give_the_value(tables, rule, expected):
    assert agree(tables, read_rule(rule, world.scope())) == expected


@given(rule=trees.rules())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_back_ends_agree_on_any_rule(tables, rule):
    checked = check(parse(rule), world.scope())
    if not has_errors(checked.issues):
        agree(tables, checked)


@pytest.mark.parametrize("function", functions.values(), ids=lambda function: function.name)
def test_the_example_of_a_function_gives_what_it_says(tables, function):
    checked = read_rule(function.example, world.scope())
    (value, *_) = agree(tables, checked)
    shown = str(value).lower()
    assert function.gives == "" or shown == function.gives.lower() or value == _number(function.gives)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text.lstrip("-").replace(".", "").isdigit() else None


INJECTIONS = [
    "'; DROP TABLE dsl_deal; --",
    "%s %(x)s %%",
    "\\'; select 1",
    '" OR 1=1 --',
    "{0} {zone}",
    "$$",
    "\x01",
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize(
    "rule",
    [
        "name = {}",
        "name contains {}",
        "name in [{}]",
        "name & {} = {}",
        "CONTAINS({}, name)",
        "CASE(name, {}, 1, 2)",
    ],
)
def test_a_text_never_becomes_sql(tables, rule, text):
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    checked = read_rule(rule.replace("{}", quoted), world.scope())
    agree(tables, checked)
    source = world.main_source()
    assert text not in compile_sql(checked, source).text


def test_case_folding_agrees_for_every_character(tables):
    every = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    for name, sql in (("UPPER", "upper"), ("LOWER", "lower")):
        tables.execute(
            f"SELECT c, {sql}(c COLLATE odos_case)"
            " FROM (SELECT chr(i) AS c FROM generate_series(1, 1114111) AS i"
            f" WHERE i NOT BETWEEN 55296 AND 57343) AS _c WHERE {sql}(c COLLATE odos_case) <> c"
        )
        by_sql = {pair for pair in tables.fetchall() if _is_known(*pair)}
        folded = {"UPPER": casing.upper, "LOWER": casing.lower}[name]
        by_python = {(character, folded(character)) for character in every if folded(character) != character}
        assert by_sql ^ by_python == set()


def _is_known(*characters: str) -> bool:
    """Whether this Python's Unicode has them; the server may know letters that were added later."""
    return all(unicodedata.category(character) != "Cn" for character in characters)


PLAIN = [
    ('stage = "won"', '("t1"."stage" = %s::text)'),
    ("amount >= 5", '("t1"."amount" >= %s)'),
    ("quantity in [1, 2]", '(("t1"."quantity" = ANY(%s)))'),
    ("owner = user", '("t1"."owner" = %s::bigint)'),
    ("due_on < today - 3 days", '("t1"."due_on" < (%s::date - %s::int))'),
    ("at > today", '("t1"."at" > ((%s::date)::timestamp AT TIME ZONE %s))'),
    ("not urgent", '("t1"."urgent" IS NOT TRUE)'),
    ("name is not blank", '(NOT ("t1"."name" IS NULL))'),
]


@pytest.mark.parametrize(("rule", "text"), PLAIN)
def test_simple_filters_are_plain_so_that_indexes_serve(rule, text):
    assert compile_sql(read_rule(rule, world.scope()), world.main_source()).text == text


def test_nesting_does_not_multiply_the_sql(tables):
    rule = "amount"
    for _ in range(30):
        rule = f"ROUNDUP({rule} ^ 1, 2)"
    checked = read_rule(rule, world.scope())
    assert len(compile_sql(checked, world.main_source()).text) < 60_000
    agree(tables, checked)


@pytest.mark.parametrize("item", ["urgent", "amount"])
def test_nested_lists_do_not_multiply_the_sql(item):
    rule = f"{item} in [{item}, null]"
    for _ in range(25):
        rule = f"({rule}) in [paid, urgent]"
    assert len(compile_sql(read_rule(rule, world.scope()), world.main_source()).text) < 20_000
