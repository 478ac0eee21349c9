"""Dates and moments in SQL: later, earlier, and the days between."""

from __future__ import annotations

from odos.dsl import sql_forms, tree
from odos.dsl.moments import DAYS, MAX_DAYS, MONTHS
from odos.dsl.sql_pieces import Compiler, templated, typed
from odos.dsl.sql_source import SqlSource
from odos.dsl.types import DATE, NUMBER
from odos.dsl.typing_rules import meet
from odos.kernel.sql import Sql


def shift_or_difference(node: tree.Arithmetic, source: SqlSource, compiler: Compiler) -> Sql:
    """A date or moment some time away, or the days between two; NULL beyond the years 1 to 9999."""
    moment, by = node.left, node.right
    if moment.type.is_temporal and by.type.is_temporal:
        return _difference(moment, by, source, compiler)
    if not moment.type.is_temporal:
        moment, by = by, moment
    start = compiler.read_as(moment, node.type, source)
    if not isinstance(by, tree.Duration):
        shifted = _days_shift(node, start, typed(compiler.read_as(by, NUMBER, source), NUMBER))
    else:
        shifted = _duration_shift(node, start, by)
        if isinstance(moment, tree.Context):
            return shifted  # the present is far from both ends of time
    real = sql_forms.real_date if node.type == DATE else sql_forms.real_moment
    return templated(real("{0}"), shifted)


def _difference(later: tree.Node, earlier: tree.Node, source: SqlSource, compiler: Compiler) -> Sql:
    kind = meet(later.type, earlier.type)
    assert kind is not None
    first, second = (compiler.read_as(side, kind, source) for side in (later, earlier))
    if later.type == DATE and earlier.type == DATE:
        return "(" + first + " - " + second + ")::numeric"
    seconds = "extract(epoch FROM " + first + " - " + second + ")"
    return sql_forms.divide((seconds, Sql("86400")))


def _duration_shift(node: tree.Arithmetic, start: Sql, by: tree.Duration) -> Sql:
    if node.type == DATE and by.unit in DAYS:
        return "(" + start + f" {node.operator} " + Sql("%s::int)", (by.amount * DAYS[by.unit],))
    interval = Sql("%s::interval", (_interval(by),))
    if node.type == DATE:
        return "(" + start + f" {node.operator} " + interval + ")::date"
    if by.unit not in MONTHS:
        return "(" + start + f" {node.operator} " + interval + ")"
    return templated(sql_forms.months_later("{0}", node.operator, "{1}"), start, interval)


def _interval(by: tree.Duration) -> str:
    """Days and weeks on a moment are 24 hours each, whatever the clocks do."""
    return f"{by.amount * DAYS[by.unit] * 24} hours" if by.unit in DAYS else f"{by.amount} {by.unit}s"


def _days_shift(node: tree.Arithmetic, start: Sql, days: Sql) -> Sql:
    if node.type == DATE:
        return "(" + start + f" {node.operator} " + templated(sql_forms.whole("{0}", MAX_DAYS), days) + ")"
    limited = sql_forms.guarded("{0}", str(-MAX_DAYS - 1), str(MAX_DAYS + 1))
    seconds = templated(f"make_interval(secs => round({limited} * 86400)::double precision)", days)
    return "(" + start + f" {node.operator} " + seconds + ")"
