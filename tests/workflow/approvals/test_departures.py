"""Somebody leaves: before they are asked, by the policy of the step; while they are asked, within a minute."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.database.session import execute
from odos.workflow.jobs import meet_deadlines
from tests.workflow.approvals.test_deadlines import a_job
from tests.workflow.conftest import Office, republish


def leave(office: Office, name: str) -> None:
    execute(office.workspace, "UPDATE user_account SET is_active = false WHERE id = %s", [office.id(name)])


def a_minute_later(office: Office) -> None:
    """What the platform does by itself every minute."""
    meet_deadlines(a_job(office))  # type: ignore[arg-type]


def asking(office: Office, *names: str, **attributes: object) -> None:
    approvers = {name: {"kind": "user", "name": name, "order": n} for n, name in enumerate(names)}
    republish(office.workspace, nodes={"only": {"kind": "approval", "approvers": approvers, **attributes}})


@pytest.mark.parametrize(
    ("departed", "asked"),
    [("superior", {"greta", "fin"}), ("pass", {"fin"}), ("administrators", {"fin", "chief"})],
)
def test_a_step_says_who_is_asked_for_somebody_who_left(office, quote, departed, asked):
    """FLOW-02: the policy for departed approvers."""
    asking(office, "mona", "fin", mode="all", departed=departed)
    leave(office, "mona")
    assert office.asked(office.submit("sally", quote)) == asked


def test_where_nobody_else_is_asked_the_policy_for_empty_steps_counts(office, quote):
    """FLOW-02."""
    asking(office, "mona", departed="pass", empty="reject")
    leave(office, "mona")
    assert office.case(office.submit("sally", quote)).status == "rejected"


@pytest.mark.parametrize(
    ("departed", "asked"),
    [("superior", {"greta", "fin"}), ("pass", {"fin"}), ("administrators", {"fin", "chief"})],
)
def test_what_waits_for_somebody_who_leaves_goes_on(office, quote, departed, asked):
    """FLOW-02, FLOW-06: nothing waits for an account that nobody can open."""
    asking(office, "mona", "fin", mode="all", departed=departed)
    case = office.submit("sally", quote)
    assert office.asked(case) == {"mona", "fin"}
    leave(office, "mona")
    a_minute_later(office)
    assert office.asked(case) == asked
    a_minute_later(office)
    assert office.asked(case) == asked


def test_nobody_is_asked_twice_for_it(office, quote):
    """FLOW-02: the superior decides in the step already."""
    asking(office, "mona", "greta", mode="all")
    case = office.submit("sally", quote)
    leave(office, "mona")
    a_minute_later(office)
    assert office.asked(case) == {"greta"}
    office.decide("greta", case)
    assert office.case(case).status == "approved"


def test_whoever_is_left_alone_is_replaced_by_an_administrator(office, quote):
    asking(office, "mona", departed="pass")
    case = office.submit("sally", quote)
    leave(office, "mona")
    a_minute_later(office)
    assert office.asked(case) == {"chief"}


def test_in_turn_the_next_is_asked(office, quote):
    """FLOW-02: also those whose turn has not come."""
    asking(office, "fin", "mona", "fay", mode="in_turn", departed="pass")
    case = office.submit("sally", quote)
    leave(office, "mona")
    a_minute_later(office)
    office.decide("fin", case)
    assert office.asked(case) == {"fay"}


def test_one_that_cannot_be_handed_on_does_not_hold_up_the_others(office, quote, make):
    """A record that is gone: its case stays for people to end."""
    asking(office, "mona")
    other = make(office.context("sally"), "quote", contact_name="B")
    first, second = (office.submit("sally", each) for each in (quote, other))
    execute(office.workspace, "UPDATE approval_case SET entity_id = gen_random_uuid() WHERE id = %s", [first])
    leave(office, "mona")
    a_minute_later(office)
    assert office.asked(second) == {"greta"}
    assert replace(office.case(first), tasks=()).status == "running"
