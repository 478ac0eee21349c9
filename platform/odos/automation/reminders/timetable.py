"""When something is due again: durations and schedules, on the working calendar and in a time zone.

Pure: moments go in and come out. A schedule without a time of day means the hour at which work begins.
"""

from __future__ import annotations

import calendar as weeks
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from odos.dsl.calendar import WorkingCalendar, add_days, count_days
from odos.dsl.moments import DAYS, MONTHS, SECONDS, add_months
from odos.dsl.statements.tree import Schedule
from odos.dsl.tree import Duration

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_DAYS = 800  # within which a day of any schedule comes, long holidays included
EPOCH = date(2024, 1, 1)  # a Monday from which days are counted


@dataclass(frozen=True)
class Timetable:
    """A working calendar in a time zone."""

    calendar: WorkingCalendar
    zone: tzinfo

    @property
    def opening(self) -> time:
        """When work begins."""
        return _clock(min((shift.start for shift in self.calendar.shifts), default=9 * 60))

    def after(self, moment: datetime, span: Duration, times: int = 1) -> datetime:
        """So long after a moment; whole days keep the local time of day."""
        amount = span.amount * times
        if span.unit not in DAYS and span.unit not in MONTHS and span.unit != "working day":
            return moment + timedelta(seconds=float(amount * SECONDS[span.unit]))
        local = moment.astimezone(self.zone)
        return self._at(self._days_later(local.date(), amount, span.unit), local.time())

    def next(self, schedule: Schedule, *, since: datetime, now: datetime) -> datetime:
        """The first moment of the schedule after ``now``, reckoned from ``since``; none is made up for."""
        span = schedule.every
        if span is None:
            return self._next_day(schedule, now)
        if schedule.clock is None:
            following = self.after(since, span)
            return following if following > now else self.after(now, span)
        following = self._stepped(schedule, span, since)
        return following if following > now else self._stepped(schedule, span, now)

    def next_shared(self, schedule: Schedule, *, now: datetime) -> datetime:
        """The first moment of the schedule after ``now``, the same whenever it is asked: for digests."""
        span = schedule.every
        if span is None:
            return self._next_day(schedule, now)
        if span.unit in DAYS or span.unit == "working day" or span.unit in MONTHS:
            return self._first(self._shared_days(span, now), schedule, now)
        step = int(span.amount * SECONDS[span.unit])
        midnight = self._at(now.astimezone(self.zone).date(), time())
        passed = int((now - midnight).total_seconds()) // step
        return midnight + timedelta(seconds=(passed + 1) * step)

    def at_opening(self, day: date) -> datetime:
        """When work begins on a day."""
        return self._at(day, self.opening)

    def _stepped(self, schedule: Schedule, span: Duration, since: datetime) -> datetime:
        day = self.after(since, span).astimezone(self.zone).date()
        return self._at(day, self._time_of(schedule))

    def _next_day(self, schedule: Schedule, now: datetime) -> datetime:
        suits = _of_weekdays(schedule) if schedule.weekdays else _of_month(schedule.month_day or 1)
        return self._first((day for day in self._days(now) if suits(day)), schedule, now)

    def _first(self, days: Iterator[date], schedule: Schedule, now: datetime) -> datetime:
        """The first of the days whose moment is still to come."""
        moments = (self._at(day, self._time_of(schedule)) for day in days)
        return next(moment for moment in moments if moment > now)

    def _shared_days(self, span: Duration, now: datetime) -> Iterator[date]:
        """Every so many days, weeks or months, counted from a day that is the same for all."""
        days = self._days(now)
        if span.unit == "working day":
            worked = (day for day in days if self.calendar.is_worked(day))
            return (day for day in worked if (count_days(self.calendar, EPOCH, day) or 0) % span.amount == 0)
        if span.unit in MONTHS:
            months = span.amount * MONTHS[span.unit]
            return (day for day in days if day.day == 1 and (day.year * 12 + day.month - 1) % months == 0)
        step = span.amount * DAYS[span.unit]
        return (day for day in days if (day - EPOCH).days % step == 0)

    def _days(self, now: datetime) -> Iterator[date]:
        first = now.astimezone(self.zone).date()
        return (first + timedelta(days=offset) for offset in range(MOST_DAYS))

    def _days_later(self, day: date, amount: int, unit: str) -> date:
        if unit == "working day":
            return add_days(self.calendar, day, amount) or day + timedelta(days=amount)
        if unit in MONTHS:
            return add_months(day, amount * MONTHS[unit]) or day
        return day + timedelta(days=amount * DAYS[unit])

    def _time_of(self, schedule: Schedule) -> time:
        return time.fromisoformat(schedule.clock) if schedule.clock else self.opening

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _of_weekdays(schedule: Schedule) -> Callable[[date], bool]:
    wanted = {WEEKDAYS.index(name) for name in schedule.weekdays}
    return lambda day: day.weekday() in wanted


def _of_month(wanted: int) -> Callable[[date], bool]:
    """The last day of shorter months."""
    return lambda day: day.day == min(wanted, weeks.monthrange(day.year, day.month)[1])
