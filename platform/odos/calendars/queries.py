"""The calendar that somebody works by: that of their unit, or of the nearest unit above that has one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from odos.accounts.timed_cache import TimedCache
from odos.calendars.documents import Day
from odos.calendars.models import SpecialDay
from odos.calendars.models import WorkingCalendar as CalendarRow
from odos.database.session import fetch_all, fetch_one, transaction
from odos.dsl.calendar import STANDARD, Shift, WorkingCalendar
from odos.kernel.problems import NotFound
from odos.kernel.workspaces import Workspace

_Asked = tuple[str, int | None]


@dataclass(frozen=True)
class WorkingTime:
    """What a unit works by: a calendar (None: the default one) in a time zone, perhaps inherited."""

    calendar: int | None
    time_zone: str


_calendars: TimedCache[_Asked, WorkingCalendar] = TimedCache()
_working_times: TimedCache[tuple[str, str], Mapping[int, WorkingTime]] = TimedCache()

# A unit in the bin has a calendar all the same: what it owns still waits for people. Even a cycle would end.
_CALENDAR = """
    WITH RECURSIVE above AS (
        SELECT id, parent, calendar, 0 AS steps FROM unit WHERE id = %s
        UNION ALL
        SELECT u.id, u.parent, u.calendar, above.steps + 1
        FROM unit u JOIN above ON u.id = above.parent WHERE above.steps < 100
    ), chosen AS (
        SELECT c.id, c.hours, a.steps FROM above a JOIN working_calendar c ON c.id = a.calendar
        WHERE c.deleted_at IS NULL
        UNION ALL
        SELECT id, hours, NULL FROM working_calendar WHERE is_default AND deleted_at IS NULL
    )
    SELECT id, hours FROM chosen ORDER BY steps NULLS LAST LIMIT 1
"""
# Of every unit whose working time is not that of the workspace: from the top down, so that each is read once.
_WORKING_TIMES = """
    WITH RECURSIVE living AS (
        SELECT u.id, u.parent, c.id AS calendar, u.time_zone
        FROM unit u LEFT JOIN working_calendar c ON c.id = u.calendar AND c.deleted_at IS NULL
    ), below AS (
        SELECT id, calendar, time_zone FROM living WHERE parent IS NULL
        UNION ALL
        SELECT u.id, COALESCE(u.calendar, b.calendar), COALESCE(u.time_zone, b.time_zone)
        FROM living u JOIN below b ON u.parent = b.id
    ), told AS (
        SELECT b.id, NULLIF(b.calendar, d.id) AS calendar, NULLIF(b.time_zone, %s) AS time_zone
        FROM below b LEFT JOIN working_calendar d ON d.is_default AND d.deleted_at IS NULL
    )
    SELECT id, calendar, time_zone FROM told WHERE calendar IS NOT NULL OR time_zone IS NOT NULL ORDER BY id
"""
_USED_BY = """
    SELECT calendar, count(*) FROM unit WHERE calendar IS NOT NULL AND deleted_at IS NULL GROUP BY calendar
"""
_DAYS = "SELECT day, is_worked FROM special_day WHERE calendar = %s"


def find_calendar(*, workspace: Workspace, unit_id: int | None = None) -> WorkingCalendar:
    """The calendar of the unit, inherited from above, else the default one; at most a second old.

    Without any: Monday to Friday, nine to five.
    """
    return _calendars.get((workspace.key, unit_id), lambda: _read(workspace, unit_id))


def list_working_times(*, workspace: Workspace, time_zone: str) -> Mapping[int, WorkingTime]:
    """Those of all units that differ from the workspace's: its default calendar in ``time_zone``."""

    def read() -> Mapping[int, WorkingTime]:
        rows = fetch_all(workspace, _WORKING_TIMES, [time_zone])
        return {unit: WorkingTime(calendar, zone or time_zone) for unit, calendar, zone in rows}

    return _working_times.get((workspace.key, time_zone), read)


@dataclass(frozen=True)
class Listed:
    """A calendar with its special days in order, and how many units chose it themselves."""

    row: CalendarRow
    days: tuple[Day, ...]
    units: int = 0


def list_calendars(*, workspace: Workspace) -> list[Listed]:
    """All of them by name, the default one first."""
    with transaction(workspace):
        rows = list(CalendarRow.objects.filter(deleted_at__isnull=True).order_by("-is_default", "name", "id"))
        days = _days_of([row.pk for row in rows])
        units = dict(fetch_all(workspace, _USED_BY))
    return [Listed(row, tuple(days.get(row.pk, ())), units.get(row.pk, 0)) for row in rows]


def get_calendar(*, calendar_id: int, lock: bool = False) -> Listed:
    """One of them, in the open transaction; raises `NotFound`."""
    rows = CalendarRow.objects.select_for_update() if lock else CalendarRow.objects
    row = rows.filter(pk=calendar_id, deleted_at__isnull=True).first()
    if row is None:
        raise NotFound
    return Listed(row, tuple(_days_of([row.pk]).get(row.pk, ())))


def _days_of(calendars: list[int]) -> dict[int, list[Day]]:
    found: dict[int, list[Day]] = {}
    for item in SpecialDay.objects.filter(calendar__in=calendars).order_by("day"):
        found.setdefault(item.calendar_id, []).append(Day(item.day, item.label, item.is_worked))
    return found


def forget_calendars() -> None:
    """After one changed in this process; other processes notice within a second."""
    _calendars.forget()
    _working_times.forget()


def _read(workspace: Workspace, unit_id: int | None) -> WorkingCalendar:
    row = fetch_one(workspace, _CALENDAR, [unit_id])
    if row is None:
        return STANDARD
    calendar_id, hours = row
    return make_calendar(json.loads(hours), fetch_all(workspace, _DAYS, [calendar_id]))


def make_calendar(hours: Iterable[Mapping[str, Any]], days: Iterable[tuple[Any, ...]]) -> WorkingCalendar:
    """Of ``{weekday, start, end}`` in minutes, and pairs of a day and whether it is worked."""
    special = list(days)
    return WorkingCalendar(
        shifts=tuple(Shift(item["weekday"], item["start"], item["end"]) for item in hours),
        holidays=frozenset(day for day, is_worked in special if not is_worked),
        extra_days=frozenset(day for day, is_worked in special if is_worked),
    )
