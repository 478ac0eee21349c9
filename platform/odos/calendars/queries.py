"""The calendar that rules count by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from odos.accounts.timed_cache import TimedCache
from odos.database.session import fetch_all, fetch_one
from odos.dsl.calendar import STANDARD, Shift, WorkingCalendar
from odos.kernel.workspaces import Workspace

_calendars: TimedCache[str, WorkingCalendar] = TimedCache()

_DEFAULT = "SELECT key, hours FROM working_calendar WHERE is_default"
_DAYS = "SELECT day, is_worked FROM special_day WHERE calendar = %s"


def find_calendar(*, workspace: Workspace) -> WorkingCalendar:
    """The default calendar, at most a second old; without one Monday to Friday, nine to five."""
    return _calendars.get(workspace.key, lambda: _read(workspace))


def forget_calendars() -> None:
    """After one changed in this process; other processes notice within a second."""
    _calendars.forget()


def _read(workspace: Workspace) -> WorkingCalendar:
    row = fetch_one(workspace, _DEFAULT)
    if row is None:
        return STANDARD
    key, hours = row
    return make_calendar(json.loads(hours), fetch_all(workspace, _DAYS, [key]))


def make_calendar(hours: Iterable[Mapping[str, Any]], days: Iterable[tuple[Any, ...]]) -> WorkingCalendar:
    """Of ``{weekday, start, end}`` in minutes, and pairs of a day and whether it is worked."""
    special = list(days)
    return WorkingCalendar(
        shifts=tuple(Shift(item["weekday"], item["start"], item["end"]) for item in hours),
        holidays=frozenset(day for day, is_worked in special if not is_worked),
        extra_days=frozenset(day for day, is_worked in special if is_worked),
    )
