"""FLOW-04: delegations (委托) reach what is open, and give it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.database.session import fetch_all
from odos.notifications.queries import list_inbox
from odos.workflow.approvals import commands
from odos.workflow.approvals.delegations import delegate, end_delegation
from odos.workflow.approvals.standing_in import KIND
from odos.workflow.jobs import meet_deadlines
from tests.workflow.approvals.test_deadlines import a_job
from tests.workflow.approvals.test_departures import asking
from tests.workflow.conftest import Office

DAY = timedelta(days=1)


def give(office: Office, user: str, stand_in: str, *, after=timedelta(0), **attributes) -> int:
    return delegate(
        context=office.context(user), user_id=office.id(user), stand_in_id=office.id(stand_in),
        starts_at=office.now + after, ends_at=office.now + after + DAY, **attributes,
    )  # fmt: skip


def a_minute_later(office: Office, later=timedelta(minutes=1)) -> None:
    """What the platform does by itself every minute."""
    office.now += later
    meet_deadlines(a_job(office))  # type: ignore[arg-type]


def test_what_is_open_goes_to_the_stand_in_and_comes_back(office, quote):
    case = office.submit("sally", quote)
    made = give(office, "mona", "fin")
    a_minute_later(office)
    assert office.asked(case) == {"fin"}
    assert office.case(case).tasks[0].principal == office.id("mona")
    assert office.history(case)[-1].what == "stood_in"
    titles = [item["title"] for item in list_inbox(context=office.context("fin")).items]
    assert any("please decide" in title for title in titles)
    end_delegation(context=office.context("mona"), delegation_id=made)
    a_minute_later(office)
    assert office.asked(case) == {"mona"}
    assert [each.what for each in office.history(case)].count("given_back") == 1
    queued = fetch_all(office.workspace, "SELECT count(*) FROM job WHERE kind = %s", [KIND])
    assert queued == [(2,)], "at once where one is made or taken back, not within a minute only"


def test_it_begins_and_ends_by_the_clock(office, quote):
    case = office.submit("sally", quote)
    give(office, "mona", "fin", after=DAY)
    asked = []
    for later in (timedelta(minutes=1), DAY, DAY):
        a_minute_later(office, later)
        asked.append(office.asked(case))
    assert asked == [{"mona"}, {"fin"}, {"mona"}]


def test_only_what_is_new_where_that_was_chosen(office, quote, make):
    case = office.submit("sally", quote)
    give(office, "mona", "fin", includes_open=False)
    a_minute_later(office)
    assert office.asked(case) == {"mona"}
    other = make(office.context("sally"), "quote", contact_name="Ann", discount="5.00")
    new = office.submit("sally", other)
    assert office.asked(new) == {"fin"}
    a_minute_later(office, DAY)
    assert office.asked(new) == {"mona"}, "it comes back as well"


def test_of_other_kinds_nothing_goes(office, quote, monkeypatch):
    case = office.submit("sally", quote)
    made = give(office, "mona", "fin")
    a_minute_later(office)
    narrowed = "UPDATE approval_delegation SET workflows = '{order_approval}' WHERE id = %s RETURNING id"
    fetch_all(office.workspace, narrowed, [made])
    a_minute_later(office)
    assert office.asked(case) == {"mona"}


def test_a_chain_of_stand_ins_is_followed_and_taken_apart(office, quote):
    case = office.submit("sally", quote)
    give(office, "mona", "fin")
    second = give(office, "fin", "greta")
    a_minute_later(office)
    assert office.asked(case) == {"greta"}
    end_delegation(context=office.context("fin"), delegation_id=second)
    a_minute_later(office)
    assert office.asked(case) == {"fin"}


@pytest.mark.parametrize(("mode", "asked"), [("all", {"greta"}), ("in_turn", {"greta"})])
def test_nobody_is_asked_twice_in_a_step(office, quote, mode, asked):
    asking(office, "mona", "greta", mode=mode)
    case = office.submit("sally", quote)
    give(office, "mona", "greta")
    a_minute_later(office)
    assert office.asked(case) == asked
    office.decide("greta", case)
    assert office.case(case).status == "approved"


def test_what_comes_back_from_the_submitter_goes_to_the_stand_in(office, quote):
    """Sent back before the delegation began, and straight back to the one who sent it."""
    case = office.submit("sally", quote)
    office.decide("mona", case, commands.SendBack, to="start", resume=True)
    give(office, "mona", "fin")
    a_minute_later(office)
    office.do("sally", case, commands.Resubmit)
    a_minute_later(office)
    assert office.asked(case) == {"fin"}
