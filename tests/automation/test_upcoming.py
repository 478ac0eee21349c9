"""PLAT-19, SALES-05: reminders in the calendar of whoever they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.automation.reminders.upcoming import list_upcoming
from odos.kernel.problems import Invalid
from tests.automation.conftest import Office

IDLE = 'remind "Idle" on customer when tier = "b" after 2 days since created_at every 2 days notify owner'


def shown(office: Office, name: str, **span: float) -> list[tuple[str, str, str]]:
    since = office.now - timedelta(days=10)
    context = office.context(name)
    found = list_upcoming(context=context, since=since, until=since + timedelta(days=20, **span))
    return [(item["record"]["label"], item["state"], item["at"].date().isoformat()) for item in found]


def test_it_shows_what_was_told_and_what_comes(office: Office):
    """2 March 2026 is a Monday."""
    office.rules(idle=IDLE)
    office.customer()
    office.customer(name="Out of sight", owner="greta")
    assert shown(office, "sally") == []
    office.pass_time(days=2, hours=1)
    assert shown(office, "sally") == [("Acme", "told", "2026-03-04"), ("Acme", "comes", "2026-03-06")]
    assert shown(office, "mona") == []


def test_no_calendar_is_longer_than_two_months(office: Office):
    with pytest.raises(Invalid):
        shown(office, "sally", weeks=9)
