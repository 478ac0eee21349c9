"""Working days and hours, by the calendar that the caller passes in."""

from __future__ import annotations

from datetime import date, datetime

from odos.dsl import calendar
from odos.dsl.context import Context
from odos.dsl.functions import Function, Overload
from odos.dsl.numbers import Number
from odos.dsl.sql.forms import local, settled, template, whole
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER
from odos.kernel.texts import text

_CALENDAR = "{weekdays}, {holidays}, {extra_days}"


def _count(context: Context, first: date, last: date) -> int | None:
    return calendar.count_days(context.calendar, first, last)


def _add(context: Context, day: date, count: Number) -> date | None:
    return calendar.add_days(context.calendar, day, count)


def _hours(context: Context, start: datetime, end: datetime) -> Number | None:
    return calendar.business_hours(context.calendar, start, end, context.zone)


def _is_worked(context: Context, day: date) -> bool:
    return context.calendar.is_worked(day)


def _seconds(low: str, high: str) -> str:
    return f"odos_worked_seconds({local(low)}, {local(high)}, {_CALENDAR}, {{hours}})"


_HOURS_SQL = settled(
    "div((CASE WHEN {0} <= {1} THEN " + _seconds("{0}", "{1}") + " ELSE -" + _seconds("{1}", "{0}")
    + " END) * 1e33, 3600) * 1e-33"
)  # fmt: skip

FUNCTIONS = (
    Function(
        "NETWORKDAYS",
        text("Working days from one date to another, both included", "两个日期之间的工作日数（含首尾）"),
        "NETWORKDAYS(DATE(2026, 1, 26), DATE(2026, 2, 1))",
        "5",
        (
            Overload(
                (DATE, DATE),
                NUMBER,
                _count,
                template(f"odos_workdays({{0}}, {{1}}, {_CALENDAR})::numeric"),
                needs_context=True,
                fails=True,
            ),
        ),
        volatility="stable",
    ),
    Function(
        "WORKDAY",
        text("The date so many working days later, or earlier", "若干个工作日之后（或之前）的日期"),
        "WORKDAY(DATE(2026, 1, 30), 1)",
        "2026-02-02",
        (
            Overload(
                (DATE, NUMBER),
                DATE,
                _add,
                template(f"odos_workday({{0}}, {whole('{1}', calendar.MOST_WORKING_DAYS)}, {_CALENDAR})"),
                needs_context=True,
                fails=True,
            ),
        ),
        volatility="stable",
    ),
    Function(
        "ISWORKDAY",
        text("Whether a date is a working day", "日期是否为工作日"),
        "ISWORKDAY(DATE(2026, 1, 31))",
        "false",
        (
            Overload(
                (DATE,),
                BOOLEAN,
                _is_worked,
                template(f"odos_is_workday({{0}}, {_CALENDAR})"),
                needs_context=True,
                predicate=True,
            ),
        ),
        volatility="stable",
    ),
    Function(
        "BUSINESSHOURS",
        text("Working hours from one moment to another", "两个日期时间之间的工作小时数"),
        'BUSINESSHOURS(DATETIMEVALUE("2026-01-30 08:00:00"), DATETIMEVALUE("2026-02-02 10:30:00"))',
        "9.5",
        (
            Overload(
                (DATETIME, DATETIME),
                NUMBER,
                _hours,
                template(_HOURS_SQL),
                needs_context=True,
                fails=True,
                inexact=True,
            ),
        ),
        volatility="stable",
    ),
)
