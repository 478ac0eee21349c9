"""Dates and moments. Local dates are those of the time zone that the caller passes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from operator import attrgetter

from odos.dsl import moments, tree
from odos.dsl.context import Context
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.numbers import Number
from odos.dsl.sql_forms import local, months_later, real_date, real_moment, template, whole
from odos.dsl.types import DATE, DATETIME, NUMBER, TEXT
from odos.kernel.sql import Sql
from odos.kernel.texts import Text, text

_MONTHS = whole("{1}", moments.MAX_MONTHS)
_make_date = template(
    "CASE WHEN trunc({0}) BETWEEN 1 AND 9999 AND trunc({1}) BETWEEN 1 AND 12 AND trunc({2}) BETWEEN 1 AND 31"
    " THEN CASE WHEN trunc({2}) <= extract(day FROM"
    " make_date(trunc({0})::int, trunc({1})::int, 1) + interval '1 month - 1 day')"
    " THEN make_date(trunc({0})::int, trunc({1})::int, trunc({2})::int) END END"
)
_ISO_SQL = r"^[ \t\r\n]*{groups}[ \t\r\n]*$"
_YEAR, _MONTH, _DAY = "[0-9][0-9][0-9][0-9]", "[0-9][0-9]?", "[0-9][0-9]?"


def _piece(*groups: str) -> Callable[[Sequence[Sql]], Sql]:
    pattern = _ISO_SQL.replace("{groups}", "-".join(groups))
    return template(f"substring({{0}} from '{pattern}')::numeric")


_PIECES = (
    _piece(f"({_YEAR})", _MONTH, _DAY),
    _piece(_YEAR, f"({_MONTH})", _DAY),
    _piece(_YEAR, _MONTH, f"({_DAY})"),
)


def _parse_date(arguments: Sequence[Sql]) -> Sql:
    return _make_date([piece(arguments) for piece in _PIECES])


def _local_date(context: Context, moment: datetime) -> date | None:
    return moments.date_of(moment, context.zone)


def _add_months_at(context: Context, moment: datetime, months: Number) -> datetime | None:
    return moments.add_months_at(moment, months, context.zone)


def _part(name: str, help_text: Text, gives: str) -> Function:
    part = name.lower()
    read = attrgetter(part)

    def read_local(context: Context, moment: datetime) -> int | None:
        day = moments.date_of(moment, context.zone)
        return read(day) if day else None

    in_zone = local("{0}")
    on_date = Overload((DATE,), NUMBER, read, template(f"extract({part} FROM {{0}})"))
    on_moment = Overload(
        (DATETIME,),
        NUMBER,
        read_local,
        template(f"extract({part} FROM {in_zone})"),
        needs_zone=True,
    )
    return Function(name, help_text, f"{name}(DATE(2026, 1, 31))", gives, (on_date, on_moment))


FUNCTIONS = (
    Function(
        "TODAY",
        text("The present date; the same as today", "当前日期，等同于 today"),
        "TODAY() = today",
        "true",
        macro=Macro(lambda _: tree.Context("today"), 0, 0),
        volatility="stable",
    ),
    Function(
        "NOW",
        text("The present moment; the same as now", "当前时间，等同于 now"),
        "NOW() = now",
        "true",
        macro=Macro(lambda _: tree.Context("now"), 0, 0),
        volatility="stable",
    ),
    Function(
        "DATE",
        text(
            "A date from year, month and day; blank when there is none", "由年、月、日组成日期；不存在时为空"
        ),
        "DATE(2026, 1, 31)",
        "2026-01-31",
        (Overload((NUMBER, NUMBER, NUMBER), DATE, moments.make_date, _make_date),),
    ),
    Function(
        "DATEVALUE",
        text(
            "The date of a moment, or of a text like 2026-01-31",
            "日期时间的日期，或 2026-01-31 形式文本的日期",
        ),
        'DATEVALUE("2026-01-31")',
        "2026-01-31",
        (
            Overload((TEXT,), DATE, moments.parse_date, _parse_date),
            Overload((DATE,), DATE, lambda day: day, template("{0}")),
            Overload(
                (DATETIME,),
                DATE,
                _local_date,
                template(f"{local('{0}')}::date"),
                needs_zone=True,
            ),
        ),
    ),
    _part("YEAR", text("The year of a date", "日期中的年"), "2026"),
    _part("MONTH", text("The month of a date, 1 to 12", "日期中的月（1 到 12）"), "1"),
    _part("DAY", text("The day of the month of a date", "日期中的日"), "31"),
    Function(
        "ADDMONTHS",
        text(
            "The same day so many months later, or the last of a shorter month",
            "若干个月之后的同一天；目标月份较短时取其最后一天",
        ),
        "ADDMONTHS(DATE(2026, 1, 31), 1)",
        "2026-02-28",
        (
            Overload(
                (DATE, NUMBER),
                DATE,
                moments.add_months,
                template(real_date(f"({{0}} + make_interval(months => {_MONTHS}))::date")),
            ),
            Overload(
                (DATETIME, NUMBER),
                DATETIME,
                _add_months_at,
                template(real_moment(months_later("{0}", "+", f"make_interval(months => {_MONTHS})"))),
                needs_zone=True,
            ),
        ),
    ),
)
