"""When somebody wants to be left alone, by the clock of where they are. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

DIGEST_AT = time(8)


@dataclass(frozen=True)
class RestingTime:
    """Quiet from ``starts`` to ``ends`` every day (past midnight where it ends earlier), and all day on
    ``days`` (1 is Monday), at most six."""

    starts: time | None = None
    ends: time | None = None
    days: Collection[int] = ()
    digest_at: time | None = None


def zone_of(name: str) -> tzinfo:
    """UTC where the name is no time zone."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # an unknown one is a KeyError
        return UTC


def free_from(now: datetime, zone: tzinfo, resting: RestingTime) -> datetime:
    """The first moment from ``now`` on at which the person may be disturbed."""
    local = now.astimezone(zone)
    for _ in range(2 * 7):  # a quiet day and a quiet night may follow each other
        after = _end_of_rest(local, resting)
        if after is None:
            return local.astimezone(UTC) if local.astimezone(UTC) > now else now
        local = after
    return now


def next_digest(now: datetime, zone: tzinfo, resting: RestingTime) -> datetime:
    """When the digest goes out that holds what happens now."""
    local = now.astimezone(zone)
    at = resting.digest_at or DIGEST_AT
    today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    moment = today if today > local else today + timedelta(days=1)
    return free_from(moment.astimezone(UTC), zone, resting)


def _end_of_rest(local: datetime, resting: RestingTime) -> datetime | None:
    """None where the person may be disturbed at ``local``."""
    if local.isoweekday() in resting.days:
        return _at(local + timedelta(days=1), time(0))
    starts, ends = resting.starts, resting.ends
    if starts is None or ends is None or starts == ends:
        return None
    clock = local.time()
    if starts < ends:
        return _at(local, ends) if starts <= clock < ends else None
    if clock >= starts:
        return _at(local + timedelta(days=1), ends)
    return _at(local, ends) if clock < ends else None


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
