"""Whatever is written, a rule is refused with issues or gives values: it never crashes and never hangs."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.dsl.checker import check
from odos.dsl.columns import Column, ColumnScope, ColumnSource
from odos.dsl.context import Context
from odos.dsl.library.index import functions
from odos.dsl.parser import parse
from odos.dsl.patterns import is_pattern, like, matches
from odos.dsl.to_python import compile_python
from odos.dsl.to_sql import compile_value
from odos.dsl.types import BOOLEAN, DATE, NUMBER, TEXT
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from tests.dsl import trees, world

SCOPE = ColumnScope((Column("n", NUMBER), Column("t", TEXT), Column("b", BOOLEAN), Column("d", DATE)))
ROW = {"c0": Decimal("12.5"), "c1": "a1", "c2": True, "c3": None}
CONTEXT = Context(user=1, now=datetime(2026, 3, 29, tzinfo=UTC))
WORDS = [
    *(
        "n",
        "t",
        "b",
        "d",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "&",
        "=",
        "<>",
        "<",
        "and",
        "or",
        "not",
        "in",
        "[",
    ),
    *(
        "]",
        "is blank",
        "between",
        "matches",
        "contains",
        "where",
        "order by",
        "1",
        "0",
        "2.5",
        "10%",
        '"a"',
        "'b'",
    ),
    *(
        "null",
        "true",
        "3 days",
        "5 working days",
        "today",
        "now",
        "this month",
        ".",
        "\\",
        "%",
        "？",
        "\u0000",
        "//",
    ),
]
SOUP = st.lists(st.sampled_from([*WORDS, *(f"{name}(" for name in functions)]), max_size=25).map(" ".join)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def run(source: str) -> None:
    try:
        checked = check(parse(source), SCOPE)
    except Invalid:
        return
    if has_errors(checked.issues):
        return
    compile_python(checked)(ROW, CONTEXT)
    compile_value(checked, ColumnSource(SCOPE.entity))


@given(source=SOUP)
@MANY
def test_words_in_any_order_never_crash(source):
    run(source)


@given(source=st.text(max_size=60))
@MANY
def test_any_text_never_crashes(source):
    run(source)


@given(node=trees.nodes())
@MANY
def test_any_tree_never_crashes_the_checker(node):
    check(node, world.scope())


@given(
    pattern=st.text(st.sampled_from("ab*+?()[]{}|^$\\.,-0 1d"), max_size=12),
    value=st.text("ab01 ", max_size=8),
)
@MANY
def test_any_pattern_is_refused_or_matches(pattern, value):
    assert matches(value, pattern) in ({True, False} if is_pattern(pattern) else {None})
    assert like(value, pattern) in {True, False, None}


@pytest.mark.parametrize(
    "source",
    [
        "IF(" * 90 + "true" + ", 1, 2)" * 90 + " = 1",
        "IFERROR(" * 90 + "n / 0" + ", 1)" * 90,
        "-" * 5_000 + "n",
        "((n + 1) * 2)" * 1_000,
        "n " + "^ 9" * 60,
        "n" + " * 99999999999999999999" * 90,
        "t & " * 4_000 + "t",
        'REGEX("' + "a" * 400 + '", "(a*)*b")',
        'REGEX(t, "' + "(a|" * 60 + "b" + ")" * 60 + '")',
        "1 = " + "1" * 10_000,
        "LPAD(t, 99999999999999999999)",
        "d + 99999999999999999999 > today",
        "WORKDAY(d, 5000)",
        "CASE(n, " * 60 + "1" + ", 1, 2)" * 60,
        "EXP(EXP(EXP(EXP(n))))",
        "TEXT(EXP(230) * EXP(230) * EXP(230))",
    ],
)
def test_long_deep_and_great_rules_end(source):
    run(source)


def test_a_pattern_that_would_run_away_ends():
    assert matches("a" * 20_000, "(a*)*b") is False
    assert matches("a" * 20_000, "(a|a)*b") is False


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("10 ^ 1000", ["1:1"]),
        ("n + 10 ^ 999999999", ["1:5"]),
        ("n + 10 ^ 99999999999999999999999999999999999999", ["1:5"]),
        ("POWER(10, 999999999) > n", ["1:1"]),
        ("EXP(n) + EXP(99999999999)", ["1:10"]),
        ("EXP(EXP(EXP(EXP(5))))", ["1:5"]),
        ('LPAD("x", 10 ^ 90) & t', ["1:1"]),
        ("n / 0 > 1", ["1:1"]),
        ("n / (n - n)", []),
        ("IF(b, 1 / 0, n)", ["1:7"]),
        ("1 / 0 + SQRT(-1)", ["1:1", "1:9"]),
        ("d > DATE(9999, 13, 1)", ["1:5"]),
        ("DATE(9999, 12, 31) + 1 > today", ["1:1"]),
        ("n in [1, 2 ^ 0.5]", ["1:10"]),
        ("IFERROR(10 ^ 1000, n)", []),
        ("ISERROR(DATE(2026, 2, 30))", []),
        ("IFERROR(n, 10 ^ 1000)", ["1:12"]),
        ("true or 1 / 0 > 1", []),
        ("now + 1 > now", []),
    ],
)
def test_a_constant_that_fails_is_told_where_it_stands(source, places):
    """An overflow is found while checking, in no time, and never stops a rule from being kept."""
    started = time.process_time()
    checked = check(parse(source), SCOPE)
    assert time.process_time() - started < 0.1
    assert [(issue.code, issue.path[0]) for issue in checked.issues] == [
        ("rule_no_result", place) for place in places
    ]
    assert not has_errors(checked.issues)
