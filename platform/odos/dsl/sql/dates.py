"""Dates, moments and times in SQL: later, earlier, and what lies between."""

from __future__ import annotations

from collections.abc import Sequence

from odos.dsl import tree
from odos.dsl.moments import DAYS, MAX_DAYS, MILLISECONDS, MONTHS, SECONDS
from odos.dsl.sql import forms as sql_forms
from odos.dsl.sql.failures import Argument, guard
from odos.dsl.sql.forms import SqlForm
from odos.dsl.sql.pieces import Compiler, templated
from odos.dsl.sql.source import SqlSource
from odos.dsl.traits import is_near_present
from odos.dsl.types import DATE, NUMBER, TIME
from odos.dsl.typing_rules import meet
from odos.kernel.sql import Sql


def shift_or_difference(node: tree.Arithmetic, source: SqlSource, compiler: Compiler) -> Sql:
    """A date or moment some time away, which fails beyond the years 1 to 9999, or the days between two."""
    moment, by = node.left, node.right
    if moment.type.is_temporal and by.type.is_temporal:
        return _difference(moment, by, source, compiler)
    if not moment.type.is_temporal:
        moment, by = by, moment
    start = compiler.argument(moment, node.type, source)
    if is_near_present(node):
        assert isinstance(by, tree.Duration)
        return _by_duration(node, by)((start.sql,))
    real = sql_forms.template((sql_forms.real_date if node.type == DATE else sql_forms.real_moment)("{0}"))
    if isinstance(by, tree.Duration):
        shift = _by_duration(node, by)
        return guard([start], lambda parts: real((shift(parts),)), node.type, fails=True)
    days = compiler.operand(by, node.zero, source)
    return guard([start, days], lambda parts: real((_by_days(node, *parts),)), node.type, fails=True)


def _difference(later: tree.Node, earlier: tree.Node, source: SqlSource, compiler: Compiler) -> Sql:
    kind = meet(later.type, earlier.type)
    assert kind is not None
    sides = [compiler.argument(side, kind, source) for side in (later, earlier)]
    if later.type == DATE and earlier.type == DATE:
        return guard(sides, lambda parts: "(" + parts[0] + " - " + parts[1] + ")::numeric", NUMBER)
    return guard(sides, _days_between, NUMBER)


def _days_between(parts: Sequence[Sql]) -> Sql:
    seconds = "extract(epoch FROM " + parts[0] + " - " + parts[1] + ")"
    return sql_forms.divide((seconds, Sql("86400")))


def _by_duration(node: tree.Arithmetic, by: tree.Duration) -> SqlForm:
    if by.unit == "working day":
        return _by_working_days(node, by.amount * (-1 if node.operator == "-" else 1))
    if node.type == DATE and by.unit in DAYS:
        days = Sql("%s::int)", (by.amount * DAYS[by.unit],))
        return lambda parts: "(" + parts[0] + f" {node.operator} " + days
    interval = Sql("%s::interval", (_interval(by),))
    if node.type == DATE:
        return lambda parts: "(" + parts[0] + f" {node.operator} " + interval + ")::date"
    if by.unit not in MONTHS:
        return lambda parts: "(" + parts[0] + f" {node.operator} " + interval + ")"
    later = sql_forms.months_later("{0}", node.operator, "{1}")
    return lambda parts: templated(later, parts[0], interval)


def _interval(by: tree.Duration) -> str:
    """Days and weeks on a moment are 24 hours each, whatever the clocks do."""
    return f"{by.amount * DAYS[by.unit] * 24} hours" if by.unit in DAYS else f"{by.amount} {by.unit}s"


def _by_working_days(node: tree.Arithmetic, count: int) -> SqlForm:
    form = sql_forms.WORKING_DAY if node.type == DATE else sql_forms.WORKING_DAY_AT
    return lambda parts: templated(form, parts[0], Sql("%s::int", (count,)))


def _by_days(node: tree.Arithmetic, start: Sql, days: Sql) -> Sql:
    if node.type == DATE:
        return "(" + start + f" {node.operator} " + templated(sql_forms.whole("{0}", MAX_DAYS), days) + ")"
    limited = sql_forms.guarded("{0}", str(-MAX_DAYS - 1), str(MAX_DAYS + 1))
    seconds = templated(f"make_interval(secs => round({limited} * 86400)::double precision)", days)
    return "(" + start + f" {node.operator} " + seconds + ")"


def on_the_clock(node: tree.Arithmetic, source: SqlSource, compiler: Compiler) -> Sql:
    """A time some milliseconds away, past midnight perhaps, not before it; or what lies between two."""
    if node.left.type == node.right.type:
        sides = [compiler.argument(side, TIME, source) for side in (node.left, node.right)]
        return guard(
            sides, lambda parts: "(" + _milliseconds(parts[0]) + " - " + _milliseconds(parts[1]) + ")", NUMBER
        )
    start, by = (node.left, node.right) if node.left.type == TIME else (node.right, node.left)
    arguments = [compiler.argument(start, TIME, source), _span(node, by, source, compiler)]
    return guard(arguments, lambda parts: _moved(node.operator, *parts), TIME, fails=True)


def _span(node: tree.Arithmetic, by: tree.Node, source: SqlSource, compiler: Compiler) -> Argument:
    if isinstance(by, tree.Duration):
        count = by.amount * SECONDS[by.unit] * 1000
        return Argument(Sql("%s::numeric", (count,)), NUMBER, may_be_blank=False)
    return compiler.operand(by, node.zero, source)


def _milliseconds(clock: Sql) -> Sql:
    return "trunc(extract(epoch FROM " + clock + ") * 1000)"


def _moved(operator: str, clock: Sql, span: Sql) -> Sql:
    total = "(" + _milliseconds(clock) + f" {operator} trunc(" + span + "))"
    return templated(
        f"CASE WHEN {{0}} >= 0 THEN (TIME '00:00' + make_interval(secs => (mod({{0}}, {MILLISECONDS}) / 1000)"
        "::double precision)) END",
        total,
    )
