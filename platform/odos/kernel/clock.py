"""Time is passed in, so that what depends on it can be tested by moving a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, aware, in UTC; called at the edges only (HTTP, jobs, command line)."""
    return datetime.now(UTC)
