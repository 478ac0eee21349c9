"""Working time: which days are worked and from when to when. Passed into a rule like the present time.

A make-up day is worked although its weekday is not (as the days before and after a long holiday in China); it
has the hours of the first day of the working week. `functions.sql` holds the same in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property

from odos.dsl import moments
from odos.dsl.numbers import Number, divide, subtract

MOST_WORKING_DAYS = 5_000
MOST_CALENDAR_DAYS = 4_000  # between the ends of a span of business hours


@dataclass(frozen=True)
class Shift:
    """Worked on a weekday (1 Monday to 7 Sunday) from one minute of the day to another."""

    weekday: int
    start: int
    end: int


def week(weekdays: Iterable[int], *spans: tuple[int, int]) -> tuple[Shift, ...]:
    """The same spans, in minutes of the day, on each of the weekdays."""
    return tuple(Shift(day, start, end) for day in weekdays for start, end in spans)


@dataclass(frozen=True)
class WorkingCalendar:
    """Weekly hours, and the days that differ from them. Hours are local to the time zone of a rule."""

    shifts: tuple[Shift, ...] = week(range(1, 6), (9 * 60, 17 * 60))
    holidays: frozenset[date] = frozenset()
    extra_days: frozenset[date] = frozenset()

    @cached_property
    def weekdays(self) -> frozenset[int]:
        """The weekdays that are worked."""
        return frozenset(shift.weekday for shift in self.shifts)

    @cached_property
    def slots(self) -> dict[str, object]:
        """As compiled SQL takes it."""
        return {
            "calendar_weekdays": sorted(self.weekdays),
            "calendar_holidays": sorted(self.holidays),
            "calendar_extra_days": sorted(self.extra_days),
            "calendar_hours": [
                part for shift in self.shifts for part in (shift.weekday, shift.start, shift.end)
            ],
        }

    def is_worked(self, day: date) -> bool:
        """Whether the day is a working day."""
        if day in self.extra_days:
            return True
        return day.isoweekday() in self.weekdays and day not in self.holidays

    def hours_of(self, day: date) -> Iterator[tuple[int, int]]:
        """The minutes of the day that are worked."""
        weekday = day.isoweekday()
        if day in self.extra_days and weekday not in self.weekdays:
            weekday = min(self.weekdays, default=weekday)
        return ((shift.start, shift.end) for shift in self.shifts if shift.weekday == weekday)


def count_days(calendar: WorkingCalendar, first: date, last: date) -> int | None:
    """Working days from one date to another, both included; negative when they stand the other way round."""
    low, high = min(first, last), max(first, last)
    if (high - low).days > moments.MAX_DAYS:
        return None
    weeks, rest = divmod((high - low).days + 1, 7)
    found = weeks * len(calendar.weekdays)
    found += sum((low.isoweekday() + offset - 1) % 7 + 1 in calendar.weekdays for offset in range(rest))
    found -= sum(
        _is_between(day, low, high) and day.isoweekday() in calendar.weekdays for day in _off(calendar)
    )
    found += sum(
        _is_between(day, low, high) and day.isoweekday() not in calendar.weekdays
        for day in calendar.extra_days
    )
    return found if first <= last else -found


def _off(calendar: WorkingCalendar) -> frozenset[date]:
    return calendar.holidays - calendar.extra_days


def _is_between(day: date, low: date, high: date) -> bool:
    return low <= day <= high


def add_days(calendar: WorkingCalendar, day: date, count: Number) -> date | None:
    """So many working days later or earlier; with 0 the day itself. None beyond what can be counted."""
    left = abs(int(count))
    if left > MOST_WORKING_DAYS or (left and not calendar.weekdays):
        return None
    step = timedelta(days=1 if count > 0 else -1)
    budget = left * 7 + 1_000
    while left:
        budget -= 1
        try:
            day += step
        except OverflowError:
            return None
        if budget < 0:
            return None
        left -= calendar.is_worked(day)
    return day


def business_hours(calendar: WorkingCalendar, start: datetime, end: datetime, zone: tzinfo) -> Number | None:
    """Hours of working time between two moments; negative when they stand the other way round."""
    if end < start:
        found = business_hours(calendar, end, start, zone)
        return None if found is None else subtract(0, found)
    low, high = moments.local_of(start, zone), moments.local_of(end, zone)
    if low is None or high is None or (high.date() - low.date()).days > MOST_CALENDAR_DAYS:
        return None
    microseconds = sum(_worked(calendar, day, low, high) for day in _days(low.date(), high.date()))
    return divide(microseconds, 3_600_000_000)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _worked(calendar: WorkingCalendar, day: date, low: datetime, high: datetime) -> int:
    """Microseconds of local time worked on the day between two local moments."""
    if not calendar.is_worked(day):
        return 0
    midnight = datetime.combine(day, time())
    from_, until = _microseconds(low - midnight), _microseconds(high - midnight)
    return sum(
        max(0, min(end * 60_000_000, until) - max(start * 60_000_000, from_))
        for start, end in calendar.hours_of(day)
    )


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


STANDARD = WorkingCalendar()
