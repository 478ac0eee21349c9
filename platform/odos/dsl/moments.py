"""Date arithmetic as PostgreSQL does it, within the years 1 to 9999; None beyond."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from odos.dsl.numbers import Number, divide, multiply, round_half_up

MAX_DAYS = 366_000  # of a difference that is added to a date: a thousand years
MAX_MONTHS = 12_000
MILLISECONDS = 86_400_000  # of a day
_TIME = r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,3}))?)?"
_ISO_TIME = re.compile(rf"[ \t\r\n]*{_TIME}[ \t\r\n]*")
_ISO_MOMENT = re.compile(
    rf"[ \t\r\n]*([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}})(?:[ ]+|T){_TIME}(Z)?[ \t\r\n]*"
)
_ISO_DATE = re.compile(r"[ \t\r\n]*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ \t\r\n]*")

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def make_date(year: Number, month: Number, day: Number) -> date | None:
    """The date, None when there is none."""
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def parse_date(written: str) -> date | None:
    """``2026-01-31``, surrounded by blanks perhaps."""
    found = _ISO_DATE.fullmatch(written)
    return make_date(*map(int, found.groups())) if found else None


def parse_time(written: str) -> time | None:
    """``10:30``, ``10:30:15`` or ``10:30:15.250``."""
    found = _ISO_TIME.fullmatch(written)
    return _make_time(*found.groups()) if found else None


def _make_time(hour: str, minute: str, second: str | None, fraction: str | None) -> time | None:
    try:
        return time(int(hour), int(minute), int(second or 0), int((fraction or "").ljust(6, "0")))
    except ValueError:
        return None


def parse_local_moment(written: str, zone: tzinfo) -> datetime | None:
    """``2026-01-31 10:30:15``, local time, or UTC with a Z behind it."""
    found = _ISO_MOMENT.fullmatch(written)
    if not found:
        return None
    day = make_date(*map(int, found.groups()[:3]))
    clock = _make_time(*found.groups()[3:7])
    if day is None or clock is None:
        return None
    return at_local(datetime.combine(day, clock), UTC if found[8] else zone)


def milliseconds(value: time) -> int:
    """Since midnight."""
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000


def add_milliseconds(value: time, count: Number) -> time | None:
    """Later on the clock, past midnight perhaps; None before the midnight that it counts from."""
    total = milliseconds(value) + int(count)
    if total < 0:
        return None
    return (_EPOCH + timedelta(milliseconds=total % MILLISECONDS)).time()


def time_of(moment: datetime, zone: tzinfo) -> time | None:
    """The local time, to the millisecond."""
    local = _local(moment, zone)
    return local.time().replace(microsecond=local.microsecond // 1000 * 1000) if local else None


def local_of(moment: datetime, zone: tzinfo) -> datetime | None:
    """The local date and time; None where it is beyond the years 1 to 9999."""
    return _local(moment, zone)


def seconds_since_1970(moment: datetime) -> int:
    """Whole seconds, towards the past."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def from_seconds(seconds: Number) -> datetime | None:
    """The moment so many seconds after 1970."""
    return add_seconds(_EPOCH, int(seconds)) if abs(int(seconds)) < 10**12 else None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add_days(day: date, days: Number) -> date | None:
    """A whole number of days later; a fraction is cut off."""
    if abs(int(days)) > MAX_DAYS:
        return None
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return None


def add_months(day: date, months: Number) -> date | None:
    """The same day so many months later, or the last of a shorter month."""
    if abs(int(months)) > MAX_MONTHS:
        return None
    index = day.year * 12 + day.month - 1 + int(months)
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_seconds(moment: datetime, seconds: int) -> datetime | None:
    """Exactly so many seconds later."""
    try:
        return moment + timedelta(seconds=seconds)
    except OverflowError:
        return None


def add_fraction(moment: datetime, days: Number) -> datetime | None:
    """A number of days later, to the second."""
    if abs(int(days)) > MAX_DAYS:
        return None
    return add_seconds(moment, int(round_half_up(multiply(days, 86_400))))


def add_months_at(moment: datetime, months: Number, zone: tzinfo) -> datetime | None:
    """The same local time so many months later."""
    return move_local_day(moment, lambda day: add_months(day, months), zone)


def move_local_day(moment: datetime, move: Callable[[date], date | None], zone: tzinfo) -> datetime | None:
    """The same local time on another day."""
    local = _local(moment, zone)
    day = move(local.date()) if local else None
    return at_local(datetime.combine(day, local.time()), zone) if day and local else None


def midnight(day: date, zone: tzinfo) -> datetime | None:
    """The moment at which a day begins in a time zone."""
    return at_local(datetime.combine(day, time()), zone)


def date_of(moment: datetime, zone: tzinfo) -> date | None:
    """The local date."""
    local = _local(moment, zone)
    return local.date() if local else None


def _local(moment: datetime, zone: tzinfo) -> datetime | None:
    try:
        return moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return None


def at_local(local: datetime, zone: tzinfo) -> datetime | None:
    """A local time as a moment; like PostgreSQL, a missing or double one takes the smaller offset."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    chosen = min(early, late, key=lambda moment: moment.utcoffset() or timedelta())
    try:
        return chosen.astimezone(UTC)
    except OverflowError:
        return None


def days_between(later: datetime, earlier: datetime) -> Number | None:
    """The difference in days."""
    return divide((later - earlier) // timedelta(microseconds=1), 86_400_000_000)


def parse_moment(written: str) -> datetime | None:
    """ISO 8601 with a time; without an offset the moment is local (naive)."""
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return None


def is_real(moment: datetime) -> bool:
    """Whether the moment, in UTC, is within the years 1 to 9999."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return True


def days_in_month(day: date) -> int:
    """Of the month in which the date lies."""
    return monthrange(day.year, day.month)[1]
