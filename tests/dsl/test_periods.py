"""Relative dates: QUERY-01, QUERY-02. Bounds by hand, agreement of both back ends, plain SQL for indexes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.dsl.checker import check, format_rule, read_rule
from odos.dsl.context import Context
from odos.dsl.parser import parse
from odos.dsl.periods import bounds, bounds_sql, read_period
from odos.dsl.to_sql import compile_sql
from tests.dsl import trees, world

WEDNESDAY = datetime(2026, 2, 18, 23, 30, tzinfo=UTC)
EXPECTED = {
    "today": ("2026-02-18", "2026-02-19"),
    "yesterday": ("2026-02-17", "2026-02-18"),
    "tomorrow": ("2026-02-19", "2026-02-20"),
    "this week": ("2026-02-16", "2026-02-23"),
    "last week": ("2026-02-09", "2026-02-16"),
    "next month": ("2026-03-01", "2026-04-01"),
    "this quarter": ("2026-01-01", "2026-04-01"),
    "last quarter": ("2025-10-01", "2026-01-01"),
    "this year": ("2026-01-01", "2027-01-01"),
    "this fiscal year": ("2025-04-01", "2026-04-01"),
    "next fiscal year": ("2026-04-01", "2027-04-01"),
    "last fiscal quarter": ("2025-10-01", "2026-01-01"),
    "last 7 days": ("2026-02-11", "2026-02-19"),
    "next 2 weeks": ("2026-02-18", "2026-03-05"),
    "last 1 month": ("2026-01-18", "2026-02-19"),
    "last 2 quarters": ("2025-08-18", "2026-02-19"),
}


@pytest.mark.parametrize("written", EXPECTED)
def test_a_period_runs_from_its_first_day_to_the_day_after_its_last(written):
    first, end = bounds(read_period(written), Context(1, WEDNESDAY, fiscal_start=4))
    assert (first.isoformat(), end.isoformat()) == EXPECTED[written]


def test_a_day_is_that_of_the_time_zone():
    assert bounds(read_period("today"), Context(1, WEDNESDAY, "Asia/Shanghai"))[0] == date(2026, 2, 19)


@given(
    period=trees.periods(),
    day=st.dates(date(1970, 1, 1), date(2100, 12, 31)),
    fiscal_start=st.integers(1, 12),
)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_postgresql_finds_the_same_days(workspace, period, day, fiscal_start):
    context = Context(1, datetime.combine(day, datetime.min.time(), UTC), fiscal_start=fiscal_start)
    first, end = bounds_sql(period)
    statement = "SELECT " + first + ", " + end
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.bind(context.slots()))
        assert cursor.fetchone() == bounds(period, context)
    assert bounds(period, context)[0] < bounds(period, context)[1]


@pytest.mark.parametrize("written", EXPECTED)
@pytest.mark.parametrize("word", ["in", "not in"])
def test_a_period_prints_as_it_is_read(written, word):
    rule = f"due_on {word} {written}"
    assert format_rule(read_rule(rule.upper(), world.scope()), world.scope()) == rule


def test_a_range_over_a_column_stays_plain():
    sql = compile_sql(read_rule("due_on in this month", world.scope()), world.main_source()).text
    assert sql.startswith('("t1"."due_on" >= ')
    assert '"t1"."due_on" < ' in sql


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("name in this month", "rule_type"),
        ("amount in last 3 days", "rule_type"),
        ("due_on in last 2000 years", "rule_duration"),
        ("due_on in last 99999999999999 days", "rule_duration"),
    ],
)
def test_what_makes_no_sense_is_a_finding(rule, code):
    assert [issue.code for issue in check(parse(rule), world.scope()).issues] == [code]


def test_periods_slide_by_whole_days():
    week = bounds(read_period("last 1 week"), Context(1, WEDNESDAY))
    assert week[1] - week[0] == timedelta(days=8)
