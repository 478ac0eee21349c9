"""What a rule may read beside records: who acts and what time it is. Always passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from odos.kernel.sql import Slot

USER, NOW, TODAY, TIME_ZONE = Slot("user"), Slot("now"), Slot("today"), Slot("time_zone")
FISCAL_START = Slot("fiscal_start")


@dataclass(frozen=True)
class Context:
    """One evaluation's surroundings. ``now`` is aware; ``time_zone`` is an IANA name; ``fiscal_start`` the
    month in which fiscal years begin."""

    user: int
    now: datetime
    time_zone: str = "UTC"
    fiscal_start: int = 1

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone as an object."""
        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)

    @cached_property
    def today(self) -> date:
        """The date of ``now`` in the time zone."""
        return self.now.astimezone(self.zone).date()

    def slots(self) -> Mapping[str, object]:
        """The values of all slots that compiled SQL may hold."""
        return {
            "user": self.user,
            "now": self.now,
            "today": self.today,
            "time_zone": self.time_zone,
            "fiscal_start": self.fiscal_start,
        }
