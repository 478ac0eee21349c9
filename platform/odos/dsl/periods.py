"""Stretches of days relative to the present one: ``this month``, ``last 30 days``, ``yesterday``.

A period without a number is one of the calendar (weeks begin on Monday); with one it slides: from so much
before today through today, or from today through so much after. Both ends become constants of the
statement, so that an index on the date serves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from odos.dsl.context import FISCAL_START, TODAY, Context
from odos.dsl.moments import add_months
from odos.kernel.sql import Sql

Relation = Literal["this", "last", "next", "today", "yesterday", "tomorrow"]
PeriodUnit = Literal["day", "week", "month", "quarter", "year", "fiscal quarter", "fiscal year"]

_DAYS: dict[str, int] = {"day": 1, "week": 7}
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "fiscal quarter": 3, "fiscal year": 12}
_SINGLE: dict[str, int] = {"today": 0, "yesterday": -1, "tomorrow": 1}
_STEPS: dict[str, int] = {"this": 0, "last": -1, "next": 1}
_WRITTEN = re.compile(
    r"(?P<relation>this|last|next|today|yesterday|tomorrow)(?:\s+(?P<count>\d+))?(?:\s+(?P<unit>.+))?", re.I
)
LONGEST: dict[str, int] = {"day": 366_000, "week": 52_000, "month": 12_000, "quarter": 4_000, "year": 1_000}


@dataclass(frozen=True)
class Period:
    """``count`` units before or after today; None: the unit of the calendar. A single day has no unit."""

    relation: Relation
    unit: PeriodUnit | None = None
    count: int | None = None

    def __str__(self) -> str:
        if self.unit is None:
            return self.relation
        if self.count is None:
            return f"{self.relation} {self.unit}"
        return f"{self.relation} {self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def is_too_long(self) -> bool:
        """Whether it could reach beyond the years that dates have."""
        return self.count is not None and self.count > LONGEST[self.unit or "day"]


def read_period(written: str) -> Period:
    """The period of a text that the grammar accepts as one."""
    found = _WRITTEN.fullmatch(written.strip())
    assert found is not None
    unit = " ".join(found["unit"].lower().split()) if found["unit"] else None
    count = int(found["count"]) if found["count"] else None
    singular = unit.removesuffix("s") if unit and count is not None else unit
    return Period(cast(Relation, found["relation"].lower()), cast(PeriodUnit | None, singular), count)


def bounds(period: Period, context: Context) -> tuple[date, date]:
    """The first day and the day after the last."""
    today = context.today
    if period.unit is None:
        day = today + timedelta(days=_SINGLE[period.relation])
        return day, day + timedelta(days=1)
    if period.count is not None:
        far = _shifted(today, period.unit, _STEPS[period.relation] * period.count)
        return min(far, today), max(far, today) + timedelta(days=1)
    start = _start_of(_shifted(today, period.unit, 0), period.unit, context.fiscal_start)
    first = _shifted(start, period.unit, _STEPS[period.relation])
    return first, _shifted(first, period.unit, 1)


def _shifted(day: date, unit: PeriodUnit, units: int) -> date:
    if unit in _DAYS:
        return day + timedelta(days=units * _DAYS[unit])
    shifted = add_months(day, units * _MONTHS[unit])
    assert shifted is not None  # periods are too short to leave the years that dates have
    return shifted


def _start_of(day: date, unit: PeriodUnit, fiscal_start: int) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    first_month = fiscal_start if unit.startswith("fiscal") else 1
    passed = (day.month - first_month) % _MONTHS[unit]
    moved = add_months(day.replace(day=1), -passed)
    assert moved is not None
    return moved


def bounds_sql(period: Period) -> tuple[Sql, Sql]:
    """The same as two expressions over the slots ``today`` and ``fiscal_start``."""
    today = Sql("%s::date", (TODAY,))
    if period.unit is None:
        day = _plus(today, "day", _SINGLE[period.relation])
        return day, _plus(day, "day", 1)
    if period.count is not None:
        ends = [today, _plus(today, period.unit, _STEPS[period.relation] * period.count)]
        first, last = ends if period.relation == "next" else reversed(ends)
        return first, _plus(last, "day", 1)
    first = _plus(_start_sql(today, period.unit), period.unit, _STEPS[period.relation])
    return first, _plus(first, period.unit, 1)


def _plus(day: Sql, unit: PeriodUnit, units: int) -> Sql:
    if unit in _DAYS:
        return "(" + day + f" + {units * _DAYS[unit]})"
    return "(" + day + f" + interval '{units * _MONTHS[unit]} months')::date"


def _start_sql(day: Sql, unit: PeriodUnit) -> Sql:
    if not unit.startswith("fiscal"):
        return f"date_trunc('{unit}', (" + day + ")::timestamp)::date"
    late = Sql("make_interval(months => %s::int - 1)", (FISCAL_START,))
    moved = "((" + day + ")::timestamp - " + late + ")"
    return f"(date_trunc('{unit.removeprefix('fiscal ')}', " + moved + ") + " + late + ")::date"
