"""Dates and their parts. Local dates are those of the time zone that the caller passes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from odos.dsl import moments, tree
from odos.dsl.context import Context
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.sql.forms import SqlForm, local, template
from odos.dsl.types import DATE, DATETIME, NUMBER, TEXT
from odos.kernel.sql import Sql
from odos.kernel.texts import Text, text

LOCAL = local("{0}")


def date_sql(year: str, month: str, day: str) -> str:
    """A date of whole numbers; NULL when there is none."""
    return (
        f"CASE WHEN {year} BETWEEN 1 AND 9999 AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND 31"
        f" THEN CASE WHEN {day} <= extract(day FROM make_date({year}::int, {month}::int, 1)"
        f" + interval '1 month - 1 day') THEN make_date({year}::int, {month}::int, {day}::int) END END"
    )


_make_date = template(date_sql("trunc({0})", "trunc({1})", "trunc({2})"))


SPACE = r"[ \t\r\n]*"


_ISO_DATE_SQL = rf"^{SPACE}([0-9]{{4,4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){SPACE}$"


def matched(pattern: str, value: str) -> SqlForm:
    """``value`` over ``_m.p``, the groups of the pattern; NULL when it does not match."""
    return template(
        f"(SELECT {value} FROM (SELECT regexp_match({{0}} COLLATE \"C\", '{pattern}') AS p OFFSET 0) AS _m)"
    )


DAY_SQL = date_sql("_m.p[1]::int", "_m.p[2]::int", "_m.p[3]::int")


_parse_date = matched(_ISO_DATE_SQL, DAY_SQL)


def _local_date(context: Context, moment: datetime) -> date | None:
    return moments.date_of(moment, context.zone)


def _on_date_or_moment(
    name: str, help_text: Text, example: str, gives: str, read: Callable[[date], Any], sql: str
) -> Function:
    """A number read from a date, or from the local date of a moment."""

    def read_local(context: Context, moment: datetime) -> Any:
        day = moments.date_of(moment, context.zone)
        return read(day) if day else None

    at_moment = sql.replace("{0}", f"({LOCAL})::date")
    return Function(
        name,
        help_text,
        example,
        gives,
        (
            Overload((DATE,), NUMBER, read, template(sql)),
            Overload((DATETIME,), NUMBER, read_local, template(at_moment), needs_context=True),
        ),
    )


def _week_number(day: date) -> int:
    """The week of the year that starts on a Sunday; the first of January is in week 1."""
    first = date(day.year, 1, 1)
    return ((day - first).days + first.isoweekday() % 7) // 7 + 1


def same(arguments: Sequence[Sql]) -> Sql:
    """The argument itself."""
    return arguments[0]


_JANUARY = "DATE(2026, 1, 31)"


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
            "A date from year, month and day; fails when there is none", "由年、月、日组成日期；不存在时出错"
        ),
        "DATE(2026, 1, 31)",
        "2026-01-31",
        (Overload((NUMBER, NUMBER, NUMBER), DATE, moments.make_date, _make_date, fails=True),),
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
            Overload((TEXT,), DATE, moments.parse_date, _parse_date, fails=True),
            Overload((DATE,), DATE, lambda day: day, same),
            Overload((DATETIME,), DATE, _local_date, template(f"{LOCAL}::date"), needs_context=True),
        ),
    ),
    _on_date_or_moment(
        "YEAR",
        text("The year of a date", "日期中的年"),
        f"YEAR({_JANUARY})",
        "2026",
        lambda day: day.year,
        "extract(year FROM {0})",
    ),
    _on_date_or_moment(
        "QUARTER",
        text("The quarter of a date, 1 to 4", "日期所在季度（1 到 4）"),
        f"QUARTER({_JANUARY})",
        "1",
        lambda day: (day.month + 2) // 3,
        "extract(quarter FROM {0})",
    ),
    _on_date_or_moment(
        "MONTH",
        text("The month of a date, 1 to 12", "日期中的月（1 到 12）"),
        f"MONTH({_JANUARY})",
        "1",
        lambda day: day.month,
        "extract(month FROM {0})",
    ),
    _on_date_or_moment(
        "DAY",
        text("The day of the month of a date", "日期中的日"),
        f"DAY({_JANUARY})",
        "31",
        lambda day: day.day,
        "extract(day FROM {0})",
    ),
    _on_date_or_moment(
        "WEEKDAY",
        text("The day of the week, 1 for Sunday to 7", "星期几（1 为星期日，7 为星期六）"),
        f"WEEKDAY({_JANUARY})",
        "7",
        lambda day: day.isoweekday() % 7 + 1,
        "(extract(dow FROM {0}) + 1)",
    ),
    _on_date_or_moment(
        "WEEKNUM",
        text("The week of the year; weeks start on Sunday", "一年中的第几周（每周从星期日开始）"),
        f"WEEKNUM({_JANUARY})",
        "5",
        _week_number,
        "(div(extract(doy FROM {0}) - 1 + extract(dow FROM date_trunc('year', ({0})::timestamp)), 7) + 1)",
    ),
    _on_date_or_moment(
        "ISOWEEK",
        text("The week of the year by ISO 8601; weeks start on Monday", "ISO 8601 周数（每周从星期一开始）"),
        f"ISOWEEK({_JANUARY})",
        "5",
        lambda day: day.isocalendar().week,
        "extract(week FROM {0})",
    ),
    _on_date_or_moment(
        "ISOYEAR",
        text("The year to which the ISO week belongs", "ISO 周所属的年份"),
        "ISOYEAR(DATE(2027, 1, 1))",
        "2026",
        lambda day: day.isocalendar().year,
        "extract(isoyear FROM {0})",
    ),
    _on_date_or_moment(
        "DAYOFYEAR",
        text("The day of the year, from 1", "一年中的第几天（从 1 开始）"),
        f"DAYOFYEAR({_JANUARY})",
        "31",
        lambda day: day.timetuple().tm_yday,
        "extract(doy FROM {0})",
    ),
)
