"""Moments and times of day, in the time zone that the caller passes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from odos.dsl import moments, tree
from odos.dsl.context import Context
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.library.dates import DAY_SQL, LOCAL, SPACE, matched, same
from odos.dsl.numbers import Number
from odos.dsl.sql.forms import SqlForm, real_moment, template
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME
from odos.kernel.texts import Text, text

_CLOCK = r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,3}))?)?"


_ISO_TIME_SQL = rf"^{SPACE}{_CLOCK}{SPACE}$"


_ISO_MOMENT_SQL = rf"^{SPACE}([0-9]{{4,4}})-([0-9]{{1,2}})-([0-9]{{1,2}})(?:[ ]+|T){_CLOCK}(Z)?{SPACE}$"


def _clock_sql(first: int) -> str:
    """A time of four groups from the ``first`` on; the hour, minute and second in their ranges."""
    hour, minute, second, fraction = (f"_m.p[{first + offset}]" for offset in range(4))
    return (
        f"CASE WHEN {hour}::int < 24 AND {minute}::int < 60 AND COALESCE({second}, '0')::int < 60"
        f" THEN make_time({hour}::int, {minute}::int, (COALESCE({second}, '0') || '.'"
        f" || COALESCE({fraction}, '0'))::double precision) END"
    )


_parse_time = matched(_ISO_TIME_SQL, _clock_sql(1))


_parse_moment = template(
    real_moment(
        f"(SELECT (({DAY_SQL}) + ({_clock_sql(4)}))"
        " AT TIME ZONE CASE WHEN _m.p[8] IS NULL THEN {zone} ELSE 'UTC' END"
        f" FROM (SELECT regexp_match({{0}} COLLATE \"C\", '{_ISO_MOMENT_SQL}') AS p OFFSET 0) AS _m)"
    )
)


def _local_time(context: Context, moment: datetime) -> time | None:
    return moments.time_of(moment, context.zone)


def _midnight(context: Context, day: date) -> datetime | None:
    return moments.midnight(day, context.zone)


def _read_moment(context: Context, written: str) -> datetime | None:
    return moments.parse_local_moment(written, context.zone)


def _on_clock(name: str, help_text: Text, gives: str, read: Callable[[time], int], sql: str) -> Function:
    """A number read from a time, or from the local time of a moment."""

    def read_local(context: Context, moment: datetime) -> Any:
        clock = moments.time_of(moment, context.zone)
        return read(clock) if clock else None

    at_moment = sql.replace("{0}", f"({LOCAL})::time")
    return Function(
        name,
        help_text,
        f'{name}(TIMEVALUE("10:40:55.666"))',
        gives,
        (
            Overload((TIME,), NUMBER, read, template(sql)),
            Overload((DATETIME,), NUMBER, read_local, template(at_moment), needs_context=True),
        ),
    )


# ------------------------------------------------------------------ seconds


def _duration(seconds: Number, with_days: bool = False) -> str:
    total = abs(int(seconds))
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    if not with_days:
        return f"{hours:02}:{minutes:02}:{left:02}"
    days, hours = divmod(hours, 24)
    return f"{days}:{hours:02}:{minutes:02}:{left:02}"


def _duration_between(one: datetime, other: datetime) -> str:
    return _duration(
        moments.seconds_since_1970(max(one, other)) - moments.seconds_since_1970(min(one, other)), True
    )


def _duration_sql(seconds: str, with_days: str) -> SqlForm:
    return template(
        f"(SELECT CASE WHEN {with_days} THEN div(_d.s, 86400)::text || ':'"
        " || lpad(mod(div(_d.s, 3600), 24)::text, 2, '0')"
        " ELSE CASE WHEN _d.s < 36000 THEN '0' ELSE '' END || div(_d.s, 3600)::text END"
        " || ':' || lpad(mod(div(_d.s, 60), 60)::text, 2, '0') || ':' || lpad(mod(_d.s, 60)::text, 2, '0')"
        f" FROM (SELECT {seconds} AS s OFFSET 0) AS _d)"
    )


def _optional_flag(seconds: Number | None, with_days: bool) -> str | None:
    return None if seconds is None else _duration(seconds, with_days)


_SECONDS_SQL = "floor(extract(epoch FROM {0}))"


FUNCTIONS = (
    Function(
        "DATETIMEVALUE",
        text(
            "The moment that a text like 2026-01-31 10:30:00 names, in local time or, with a Z, in UTC",
            "2026-01-31 10:30:00 形式文本的日期时间，按当地时间；末尾有 Z 时按 UTC",
        ),
        'TEXT(DATETIMEVALUE("2026-01-31 10:30:00Z"))',
        "2026-01-31 10:30:00Z",
        (
            Overload((TEXT,), DATETIME, _read_moment, _parse_moment, needs_context=True, fails=True),
            Overload(
                (DATE,),
                DATETIME,
                _midnight,
                template(real_moment("(({0})::timestamp AT TIME ZONE {zone})")),
                needs_context=True,
            ),
            Overload((DATETIME,), DATETIME, lambda moment: moment, same),
        ),
    ),
    Function(
        "TIMEVALUE",
        text(
            "The time of a moment, or of a text like 10:30:15", "日期时间的时间，或 10:30:15 形式文本的时间"
        ),
        'TEXT(TIMEVALUE("10:30"))',
        "10:30:00.000",
        (
            Overload((TEXT,), TIME, moments.parse_time, _parse_time, fails=True),
            Overload((TIME,), TIME, lambda clock: clock, same),
            Overload(
                (DATETIME,),
                TIME,
                _local_time,
                template(f"date_trunc('milliseconds', {LOCAL})::time"),
                needs_context=True,
            ),
        ),
    ),
    Function(
        "TIMENOW",
        text("The present time of day", "当前时刻"),
        "TIMENOW() = TIMEVALUE(now)",
        "true",
        macro=Macro(lambda _: tree.Call("TIMEVALUE", (tree.Context("now"),)), 0, 0),
        volatility="stable",
    ),
    _on_clock(
        "HOUR",
        text("The hour of a time, 0 to 23", "时间中的小时（0 到 23）"),
        "10",
        lambda clock: clock.hour,
        "extract(hour FROM {0})",
    ),
    _on_clock(
        "MINUTE",
        text("The minute of a time", "时间中的分钟"),
        "40",
        lambda clock: clock.minute,
        "extract(minute FROM {0})",
    ),
    _on_clock(
        "SECOND",
        text("The second of a time", "时间中的秒"),
        "55",
        lambda clock: clock.second,
        "floor(extract(second FROM {0}))",
    ),
    _on_clock(
        "MILLISECOND",
        text("The milliseconds of a time", "时间中的毫秒"),
        "666",
        lambda clock: clock.microsecond // 1000,
        "mod(floor(extract(second FROM {0}) * 1000), 1000)",
    ),
    Function(
        "UNIXTIMESTAMP",
        text(
            "Seconds since 1970 (UTC) of a moment or a date, since midnight of a time",
            "日期时间或日期自 1970 年（UTC）起的秒数；时间自零点起的秒数",
        ),
        "UNIXTIMESTAMP(DATE(2026, 1, 31))",
        "1769817600",
        (
            Overload(
                (DATE,),
                NUMBER,
                lambda day: moments.seconds_since_1970(datetime.combine(day, time(), UTC)),
                template(_SECONDS_SQL),
            ),
            Overload((DATETIME,), NUMBER, moments.seconds_since_1970, template(_SECONDS_SQL)),
            Overload(
                (TIME,), NUMBER, lambda clock: moments.milliseconds(clock) // 1000, template(_SECONDS_SQL)
            ),
        ),
    ),
    Function(
        "FROMUNIXTIME",
        text("The moment so many seconds after 1970 (UTC)", "自 1970 年（UTC）起指定秒数的日期时间"),
        "TEXT(FROMUNIXTIME(0))",
        "1970-01-01 00:00:00Z",
        (
            Overload(
                (NUMBER,),
                DATETIME,
                moments.from_seconds,
                template(
                    "CASE WHEN trunc({0}) BETWEEN -62135596800 AND 253402300799"
                    " THEN to_timestamp(trunc({0})::double precision) END"
                ),
                fails=True,
            ),
        ),
    ),
    Function(
        "FORMATDURATION",
        text(
            "Seconds as hours, minutes and seconds; with true, or between two moments, with days before",
            "将秒数显示为时:分:秒；第二个参数为真或给出两个日期时间时，前面加天数",
        ),
        "FORMATDURATION(100000)",
        "27:46:40",
        (
            Overload(
                (DATETIME, DATETIME),
                TEXT,
                _duration_between,
                _duration_sql("abs(floor(extract(epoch FROM {0})) - floor(extract(epoch FROM {1})))", "TRUE"),
            ),
            Overload((NUMBER,), TEXT, _duration, _duration_sql("trunc(abs({0}))", "FALSE")),
            Overload(
                (NUMBER, BOOLEAN), TEXT, _optional_flag, _duration_sql("trunc(abs({0}))", "{1}"), strict=False
            ),
        ),
    ),
)
