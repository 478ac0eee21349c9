"""What a rule may read beside records: who acts, what time it is, when people work. Always passed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property, partial
from typing import Any
from zoneinfo import ZoneInfo

from odos.dsl.calendar import STANDARD, WorkingCalendar
from odos.dsl.exchange_rates import NO_RATES, ExchangeRates
from odos.kernel.sql import Slot
from odos.kernel.texts import DEFAULT_LANGUAGE

USER, NOW, TODAY, TIME_ZONE = Slot("user"), Slot("now"), Slot("today"), Slot("time_zone")
FISCAL_START = Slot("fiscal_start")
ROLES, PERMISSIONS, GROUPS = Slot("user_roles"), Slot("user_permissions"), Slot("user_groups")
REPORTS, LANGUAGE = Slot("user_reports"), Slot("language")
BASE_CURRENCY = Slot("base_currency")
RATE_CODES, RATE_DIGITS = Slot("rate_codes"), Slot("rate_digits")
RATE_PLACES, RATE_VALUES = Slot("rate_places"), Slot("rate_values")
WEEKDAYS, HOLIDAYS = Slot("calendar_weekdays"), Slot("calendar_holidays")
EXTRA_DAYS, HOURS = Slot("calendar_extra_days"), Slot("calendar_hours")
RATE_SLOTS = tuple(slot.name for slot in (RATE_CODES, RATE_DIGITS, RATE_PLACES, RATE_VALUES))
CALENDAR_SLOTS = tuple(slot.name for slot in (WEEKDAYS, HOLIDAYS, EXTRA_DAYS, HOURS))
# Holes of SQL forms that stand for them, with their types.
SLOTS = {
    "user": (USER, "bigint"),
    "today": (TODAY, "date"),
    "language": (LANGUAGE, "text"),
    "base_currency": (BASE_CURRENCY, "text"),
    "zone": (TIME_ZONE, "text"),
    "roles": (ROLES, "text[]"),
    "permissions": (PERMISSIONS, "text[]"),
    "groups": (GROUPS, "text[]"),
    "fiscal_start": (FISCAL_START, "int"),
    "reports": (REPORTS, "bigint[]"),
    "weekdays": (WEEKDAYS, "int[]"),
    "holidays": (HOLIDAYS, "date[]"),
    "extra_days": (EXTRA_DAYS, "date[]"),
    "hours": (HOURS, "int[]"),
    "rate_codes": (RATE_CODES, "text[]"),
    "rate_digits": (RATE_DIGITS, "int[]"),
    "rate_places": (RATE_PLACES, "bigint[]"),
    "rate_values": (RATE_VALUES, "numeric[]"),
}


def _nothing() -> frozenset[Any]:
    return frozenset()


@dataclass(frozen=True)
class Standing:
    """What a rule may ask about the acting user, read when it does: keys of roles, of permissions
    (``lead.edit``) and of the groups that hold the user's unit, and the ids of all users who report to them,
    directly or through others. ``below`` gives the ids of a unit and of all units below it."""

    roles: Callable[[], frozenset[str]] = _nothing
    permissions: Callable[[], frozenset[str]] = _nothing
    groups: Callable[[], frozenset[str]] = _nothing
    reports: Callable[[], frozenset[int]] = _nothing
    below: Callable[[int], frozenset[int]] = lambda unit: frozenset({unit})


@dataclass(frozen=True)
class Context:
    """One evaluation's surroundings. ``now`` is aware; ``time_zone`` is an IANA name; ``fiscal_start`` the
    month in which fiscal years begin; ``language`` that of who asks; ``base_currency`` the company's."""

    user: int
    now: datetime
    time_zone: str = "UTC"
    fiscal_start: int = 1
    language: str = DEFAULT_LANGUAGE
    base_currency: str = ""
    find_calendar: Callable[[], WorkingCalendar] = lambda: STANDARD
    find_rates: Callable[[], ExchangeRates] = lambda: NO_RATES
    standing: Standing = field(default_factory=Standing)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """When people work; read when a rule asks."""
        return self.find_calendar()

    @cached_property
    def rates(self) -> ExchangeRates:
        """What currencies are worth; read when a rule asks."""
        return self.find_rates()

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone as an object."""
        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)

    @cached_property
    def today(self) -> date:
        """The date of ``now`` in the time zone."""
        return self.now.astimezone(self.zone).date()

    def slots(self) -> Mapping[str, object]:
        """The values of all slots that compiled SQL may hold; functions where a statement may not ask."""
        standing = self.standing
        return {
            "user": self.user,
            "now": self.now,
            "today": self.today,
            "time_zone": self.time_zone,
            "fiscal_start": self.fiscal_start,
            "language": self.language,
            "base_currency": self.base_currency,
            "user_roles": lambda: sorted(standing.roles()),
            "user_permissions": lambda: sorted(standing.permissions()),
            "user_groups": lambda: sorted(standing.groups()),
            "user_reports": lambda: sorted(standing.reports()),
            **{name: partial(self._of_calendar, name) for name in CALENDAR_SLOTS},
            **{name: partial(self._of_rates, name) for name in RATE_SLOTS},
        }

    def _of_calendar(self, name: str) -> object:
        return self.calendar.slots[name]

    def _of_rates(self, name: str) -> object:
        return self.rates.slots[name]
