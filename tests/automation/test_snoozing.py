"""Putting reminders off, within what their rule allows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.automation.reminders.snoozing import allowance, snooze
from odos.kernel.problems import Conflict, Invalid, NotFound
from tests.automation.conftest import Office

RULE = """remind "Call" on customer
  when tier = "b"
  every 1 day
  notify owner
  snooze up to 3 days, at most 2 times
"""


@pytest.fixture
def told(office: Office) -> int:
    """An episode that sally was told of once."""
    office.rules(call=RULE)
    office.customer()
    office.run()
    assert len(office.inbox("sally")) == 1
    return int(office.rows("SELECT id FROM reminder")[0][0])


def put_off(office: Office, episode: int, name: str = "sally", **span: int) -> None:
    snooze(context=office.context(name), episode_id=episode, until=office.now + timedelta(**span))


def test_who_puts_a_reminder_off_hears_of_it_when_the_time_is_over(office: Office, told: int):
    put_off(office, told, days=2, hours=12)
    office.pass_time(days=1)
    office.pass_time(days=1)
    assert len(office.inbox("sally")) == 1
    office.pass_time(hours=12)
    assert len(office.inbox("sally")) == 2
    office.pass_time(minutes=1)
    assert len(office.inbox("sally")) == 2
    office.pass_time(hours=12)  # and then as before
    assert len(office.inbox("sally")) == 3


def test_nothing_comes_back_when_it_is_settled_meanwhile(office: Office, told: int):
    put_off(office, told, days=2)
    [(record,)] = office.rows("SELECT record_id FROM reminder")
    office.change(record, tier="a")
    office.pass_time(days=3)
    assert len(office.inbox("sally")) == 1


def test_only_so_far_and_so_often(office: Office, told: int):
    with pytest.raises(Invalid):
        put_off(office, told, days=4)
    with pytest.raises(Invalid):
        put_off(office, told, days=-1)
    put_off(office, told, days=1)
    put_off(office, told, days=2)
    found = allowance(context=office.context("sally"), episode_id=told)
    assert found is not None
    assert found.left == 0
    with pytest.raises(Conflict):
        put_off(office, told, days=1)


def test_only_who_was_told_may_put_it_off(office: Office, told: int):
    with pytest.raises(NotFound):
        put_off(office, told, "otto", days=1)


def test_a_rule_that_allows_none(office: Office):
    office.rules(call=RULE.replace("  snooze up to 3 days, at most 2 times\n", ""))
    office.customer()
    office.run()
    [(episode,)] = office.rows("SELECT id FROM reminder")
    assert allowance(context=office.context("sally"), episode_id=episode) is None
    with pytest.raises(Conflict):
        put_off(office, episode, days=1)
