"""When something is due again: on the working calendar, in a time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from odos.automation.reminders.timetable import Timetable
from odos.dsl.calendar import STANDARD, WorkingCalendar
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.tree import Remind, Schedule
from odos.dsl.tree import Duration

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
TABLE = Timetable(STANDARD, UTC)
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SCHEDULES = (
    "2 days", "4 hours", "day at 08:00", "working day at 08:00", "3 working days", "2 weeks", "1 month",
    "monday, thursday at 18:30", "sunday", "month on day 31 at 08:00", "month on day 1", "3 days at 23:59",
)  # fmt: skip


def schedule(written: str) -> Schedule:
    rule = parse_statement(f"remind on lead every {written} notify owner")
    assert isinstance(rule, Remind)
    assert rule.repeat is not None
    return rule.repeat.schedule


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2 days", "2026-03-04T09:30"),
        ("4 hours", "2026-03-02T13:30"),
        ("day at 08:00", "2026-03-03T08:00"),
        ("friday", "2026-03-06T09:00"),
        ("monday at 18:30", "2026-03-02T18:30"),
        ("monday at 08:00", "2026-03-09T08:00"),
        ("month on day 31 at 08:00", "2026-03-31T08:00"),
        ("month on day 1", "2026-04-01T09:00"),
        ("5 working days", "2026-03-09T09:30"),
        ("1 month", "2026-04-02T09:30"),
    ],
)
def test_the_next_moment(written: str, expected: str):
    assert TABLE.next(schedule(written), since=MONDAY, now=MONDAY).isoformat()[:16] == expected


def test_the_last_day_of_shorter_months():
    start = datetime(2026, 2, 1, tzinfo=UTC)
    assert TABLE.next(schedule("month on day 31"), since=start, now=start).date() == date(2026, 2, 28)


def test_make_up_days_are_worked_and_holidays_are_not():
    """PLAT-15: the days before and after a long holiday in China."""
    calendar = WorkingCalendar(
        holidays=frozenset({date(2026, 3, 3)}), extra_days=frozenset({date(2026, 3, 7)})
    )
    table = Timetable(calendar, SHANGHAI)
    assert table.after(MONDAY, Duration(1, "working day")).date() == date(2026, 3, 4)
    friday = MONDAY + timedelta(days=4)
    assert table.after(friday, Duration(1, "working day")).date() == date(2026, 3, 7)


def test_days_keep_the_local_time_when_clocks_change():
    table = Timetable(STANDARD, BERLIN)
    before = datetime(2026, 3, 28, 8, tzinfo=BERLIN)
    after = table.after(before, Duration(1, "day"))
    assert after.astimezone(BERLIN).hour == 8
    assert after - before.astimezone(UTC) == timedelta(hours=23)


@given(
    some.sampled_from(SCHEDULES),
    some.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    some.timedeltas(timedelta(), timedelta(days=400)),
    some.sampled_from([UTC, SHANGHAI, BERLIN]),
)
def test_it_always_lies_ahead(written: str, since: datetime, passed: timedelta, zone: ZoneInfo):
    """Neither now nor in the past, however long nobody looked; a digest's is the same for all who ask."""
    table, now = Timetable(STANDARD, zone), since + passed
    assert table.next(schedule(written), since=since, now=now) > now
    shared = table.next_shared(schedule(written), now=now)
    assert shared > now
    between = now + (shared - now) / 2
    assert table.next_shared(schedule(written), now=between) == shared
