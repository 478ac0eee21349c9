"""Arithmetic of dates, moments and times over one record; that of numbers is in `code`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from odos.dsl import calendar, moments, numbers, tree
from odos.dsl.context import Context
from odos.dsl.failures import failing
from odos.dsl.moments import DAYS, MONTHS, SECONDS
from odos.dsl.python.collections import Closure, Values
from odos.dsl.types import DATE, TIME, Type
from odos.dsl.typing_rules import common_type


class Compiler(Protocol):
    """The whole back end, for a part that holds nodes of any sort."""

    def value(self, node: tree.Node) -> Closure:
        """The value."""

    def read_as(self, node: tree.Node, kind: Type) -> Closure:
        """The value as another type."""


def _operand(node: tree.Node, zero: bool, compiler: Compiler) -> Closure:
    """A number in arithmetic; with ``zero`` a blank counts as 0."""
    value = compiler.value(node)
    if not zero or (isinstance(node, tree.FieldPath) and node.zero):
        return value
    return lambda values, context: value(values, context) or 0


def arithmetic(node: tree.Arithmetic, compiler: Compiler) -> Closure:
    """Dates, moments and times with what moves them, and what lies between them."""
    if TIME in (node.left.type, node.right.type):
        return _clock(node, compiler)
    return _temporal(node, compiler)


def _combined(operation: Callable[[Any, Any], Any], left: Closure, right: Closure) -> Closure:
    def closure(values: Values, context: Context) -> Any:
        first, second = left(values, context), right(values, context)
        return None if first is None or second is None else operation(first, second)

    return closure


def _clock(node: tree.Arithmetic, compiler: Compiler) -> Closure:
    """A time some milliseconds away, or the milliseconds between two."""
    if node.left.type == node.right.type:
        return _combined(_milliseconds_apart, compiler.value(node.left), compiler.value(node.right))
    start, by = (node.left, node.right) if node.left.type == TIME else (node.right, node.left)
    sign = -1 if node.operator == "-" else 1
    add = failing(moments.add_milliseconds)
    if isinstance(by, tree.Duration):
        span = by.amount * SECONDS[by.unit] * 1000 * sign
        return _shifted(compiler.value(start), lambda clock, context: add(clock, span))
    count = _operand(by, node.zero, compiler)
    return _combined(lambda clock, some: add(clock, int(some) * sign), compiler.value(start), count)


def _milliseconds_apart(later: Any, earlier: Any) -> int:
    return moments.milliseconds(later) - moments.milliseconds(earlier)


def _temporal(node: tree.Arithmetic, compiler: Compiler) -> Closure:
    moment, by = node.left, node.right
    if moment.type.is_temporal and by.type.is_temporal:
        dates = moment.type == DATE and by.type == DATE
        return _combined(_days_apart if dates else moments.days_between, *_both(moment, by, compiler))
    if not moment.type.is_temporal:
        moment, by = by, moment
    sign = -1 if node.operator == "-" else 1
    start = compiler.read_as(moment, node.type)
    if isinstance(by, tree.Duration):
        shift = _duration_shift(node.type, by, sign)
        return _shifted(start, failing(shift))
    add = failing(moments.add_days if node.type == DATE else moments.add_fraction)
    days = _operand(by, node.zero, compiler)
    return _combined(lambda first, some: add(first, numbers.multiply(some, sign)), start, days)


def _both(left: tree.Node, right: tree.Node, compiler: Compiler) -> tuple[Closure, Closure]:
    kind = common_type([left, right])
    return compiler.read_as(left, kind), compiler.read_as(right, kind)


def _days_apart(later: date, earlier: date) -> int:
    return (later - earlier).days


def _shifted(start: Closure, shift: Callable[[Any, Context], Any]) -> Closure:
    def closure(values: Values, context: Context) -> Any:
        moment = start(values, context)
        return None if moment is None else shift(moment, context)

    return closure


def _duration_shift(kind: Type, by: tree.Duration, sign: int) -> Callable[[Any, Context], Any]:
    amount = by.amount * sign
    if by.unit == "working day":
        return _working_days_shift(kind, amount)
    if by.unit in MONTHS:
        count = amount * MONTHS[by.unit]
        if kind == DATE:
            return lambda day, context: moments.add_months(day, count)
        return lambda moment, context: moments.add_months_at(moment, count, context.zone)
    if kind == DATE:
        return lambda day, context: moments.add_days(day, amount * DAYS[by.unit])
    return lambda moment, context: moments.add_seconds(moment, amount * SECONDS[by.unit])


def _working_days_shift(kind: Type, count: int) -> Callable[[Any, Context], Any]:
    if kind == DATE:
        return lambda day, context: calendar.add_days(context.calendar, day, count)
    return lambda moment, context: moments.move_local_day(
        moment, lambda day: calendar.add_days(context.calendar, day, count), context.zone
    )
