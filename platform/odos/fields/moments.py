"""Dates and moments as ISO 8601 text, in the form in which PostgreSQL writes them into JSON."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:Z|z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def read_date(value: str) -> date | None:
    """The date of ``2026-01-31``, None for anything else."""
    stripped = value.strip()
    if not _DATE.fullmatch(stripped):
        return None
    try:
        return date.fromisoformat(stripped)
    except ValueError:
        return None


def read_moment(value: str) -> datetime | None:
    """The moment, in UTC, of an ISO text with or without an offset; None for anything else."""
    stripped = value.strip()
    if not _MOMENT.fullmatch(stripped):
        return None
    try:
        return shift_to_utc(datetime.fromisoformat(stripped.upper()))
    except ValueError:
        return None


def shift_to_utc(moment: object) -> datetime | None:
    """A moment in UTC (one without an offset is taken as UTC); None beyond the years 1 to 9999."""
    if not isinstance(moment, datetime):
        return None
    try:
        return to_utc(moment)
    except OverflowError:
        return None


def to_utc(moment: datetime) -> datetime:
    """In UTC; a moment without an offset is taken as UTC. Raises OverflowError beyond the years 1 to 9999."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def write_moment(moment: datetime) -> str:
    """``2026-01-31T08:00:00.5+00:00``: no more decimals of a second than needed."""
    utc = to_utc(moment)
    decimals = f".{utc.microsecond:06d}".rstrip("0") if utc.microsecond else ""
    return f"{utc.replace(microsecond=0, tzinfo=None).isoformat()}{decimals}+00:00"
