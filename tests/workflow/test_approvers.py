"""Whom a step asks, by the organisation: heads of units and holders of positions."""

from __future__ import annotations

from typing import Any

import pytest

from odos.database.session import execute, fetch_value
from odos.kernel.problems import Invalid
from odos.workflow.approvals import commands
from tests.workflow.conftest import Office, republish

UNITS = {"company": None, "region": "company", "branch": "region", "team": "branch"}


@pytest.fixture
def company(office: Office) -> Office:
    """Team < branch < region < company; the branch has no head. Sally works in the team that mona leads."""
    for name, parent in UNITS.items():
        insert = (
            "INSERT INTO unit (name, kind, parent) VALUES (%s, 'team', (SELECT id FROM unit WHERE name = %s))"
        )
        execute(office.workspace, insert, [name, parent])
    for unit, head in (("team", "mona"), ("region", "fin"), ("company", "greta")):
        lead(office, unit, head)
    for name, unit in (("sally", "team"), ("mona", "team"), ("fay", "branch"), ("fin", "region")):
        statement = "UPDATE user_account SET unit = (SELECT id FROM unit WHERE name = %s) WHERE id = %s"
        execute(office.workspace, statement, [unit, office.id(name)])
    return office


def lead(office: Office, unit: str, head: str | None) -> None:
    values = [office.id(head) if head else None, unit]
    execute(office.workspace, "UPDATE unit SET head = %s WHERE name = %s", values)


def hold(office: Office, name: str, position: str, unit: str | None = None) -> None:
    """Give somebody a position, held in a unit or wherever they work."""
    execute(
        office.workspace,
        "INSERT INTO position_held (name, code) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [position.title(), position],
    )
    held = """
        INSERT INTO assignment ("user", held_position, unit) VALUES
        (%s, (SELECT id FROM position_held WHERE code = %s), (SELECT id FROM unit WHERE name = %s))
    """
    execute(office.workspace, held, [office.id(name), position, unit])


def ask(office: Office, approver: dict[str, Any], **step: Any) -> None:
    node = {"kind": "approval", "mode": "all", "approvers": {"who": approver}, **step}
    republish(office.workspace, nodes={"ask": node})


def leave(office: Office, name: str) -> None:
    execute(office.workspace, "UPDATE user_account SET is_active = false WHERE id = %s", [office.id(name)])


class TestHeads:
    """FLOW-02: heads of units."""

    @pytest.mark.parametrize(
        ("approver", "asked"),
        [
            ({}, {"mona"}),
            ({"levels": 2}, {"mona", "fin"}),
            ({"levels": 9}, {"mona", "fin", "greta"}),
            ({"levels": 9, "until": 'user.username = "fin"'}, {"mona", "fin"}),
            ({"levels": 9, "until": "user.username = contact_name"}, {"mona", "fin", "greta"}),
        ],
    )
    def test_of_the_submitters_unit_and_above(self, company, quote, approver, asked):
        """A unit without a head is passed over; the chain ends at a level or at whoever may decide."""
        ask(company, {"kind": "head", **approver})
        assert company.asked(company.submit("sally", quote)) == asked

    def test_of_a_unit_of_the_record(self, company, quote):
        unit = fetch_value(company.workspace, "SELECT id FROM unit WHERE name = 'region'")
        table = company.context("sally").schema.get_entity("quote").table
        execute(company.workspace, f"UPDATE {table} SET unit = %s", [unit])
        ask(company, {"kind": "head", "of": "unit"})
        case = company.submit("sally", quote)
        assert company.asked(case) == {"fin"}
        ask(company, {"kind": "head", "of": "owner.unit"})
        company.do("sally", case, commands.Recall)
        assert company.asked(company.submit("sally", quote)) == {"mona"}

    def test_where_there_are_none(self, company, quote):
        """Nobody is found: the step's policy says what then."""
        for unit in UNITS:
            lead(company, unit, None)
        ask(company, {"kind": "head", "levels": 3})
        assert company.asked(company.submit("sally", quote)) == {"chief"}

    @pytest.mark.parametrize(("own", "asked"), [("keep", {"mona"}), ("manager", {"greta"}), ("pass", set())])
    def test_a_head_who_submits(self, company, quote, own, asked):
        ask(company, {"kind": "head"}, own=own)
        assert company.asked(company.submit("mona", quote)) == asked

    def test_a_head_without_a_manager_reports_to_the_next_head(self, company, quote):
        execute(company.workspace, "UPDATE user_account SET manager = NULL")
        ask(company, {"kind": "head"}, own="manager")
        assert company.asked(company.submit("mona", quote)) == {"fin"}

    def test_a_head_who_left(self, company, quote):
        """Their manager acts for them; without one, the next head above."""
        ask(company, {"kind": "head"})
        leave(company, "mona")
        case = company.submit("sally", quote)
        assert company.asked(case) == {"greta"}
        company.do("sally", case, commands.Recall)
        execute(company.workspace, "UPDATE user_account SET manager = NULL")
        assert company.asked(company.submit("sally", quote)) == {"fin"}

    def test_a_head_who_agreed_before_is_not_asked_again(self, company, quote):
        boss = {"kind": "approval", "order": 1, "approvers": {"boss": {"kind": "manager"}}}
        heads = {"kind": "head", "levels": 2}
        again = {
            "kind": "approval",
            "order": 2,
            "mode": "in_turn",
            "approvers": {"heads": heads},
            "duplicate": "pass_after",
        }
        republish(company.workspace, nodes={"boss": boss, "again": again})
        case = company.submit("sally", quote)
        company.decide("mona", case)
        assert company.asked(case) == {"fin"}

    def test_one_who_leads_several_units_is_asked_once(self, company, quote):
        lead(company, "region", "mona")
        ask(company, {"kind": "head", "levels": 2})
        assert company.asked(company.submit("sally", quote)) == {"mona", "greta"}


class TestPositions:
    """FLOW-02: holders of a position."""

    def test_everybody_who_holds_it(self, company, quote):
        hold(company, "fay", "director")
        hold(company, "greta", "director")
        ask(company, {"kind": "position", "name": "director"})
        assert company.asked(company.submit("sally", quote)) == {"fay", "greta"}

    def test_the_nearest_above_a_unit(self, company, quote):
        """Held in the unit that the assignment names, else in that of the position, else where they work."""
        hold(company, "fay", "director")
        hold(company, "greta", "director", "company")
        ask(company, {"kind": "position", "name": "Director", "near": True})
        case = company.submit("sally", quote)
        assert company.asked(case) == {"fay"}
        ask(company, {"kind": "position", "name": "director", "near": True, "of": "owner.unit.parent.parent"})
        company.do("sally", case, commands.Recall)
        assert company.asked(company.submit("sally", quote)) == {"greta"}

    def test_nobody_holds_it_and_who_holds_it_left(self, company, quote):
        ask(company, {"kind": "position", "name": "director"}, empty="reject")
        assert company.case(company.submit("sally", quote)).status == "rejected"
        hold(company, "fay", "director")
        leave(company, "fay")
        assert company.case(company.submit("sally", quote)).status == "rejected"

    @pytest.mark.parametrize(("own", "asked"), [("keep", {"mona"}), ("manager", {"greta"}), ("pass", set())])
    def test_a_holder_who_submits(self, company, quote, own, asked):
        hold(company, "mona", "director")
        ask(company, {"kind": "position", "name": "director"}, own=own)
        assert company.asked(company.submit("mona", quote)) == asked

    def test_a_holder_who_agreed_before_is_not_asked_again(self, company, quote):
        hold(company, "mona", "director")
        boss = {"kind": "approval", "order": 1, "approvers": {"boss": {"kind": "manager"}}}
        director = {"kind": "position", "name": "director"}
        again = {"kind": "approval", "order": 2, "approvers": {"who": director}, "duplicate": "pass_ever"}
        republish(company.workspace, nodes={"boss": boss, "again": again})
        case = company.submit("sally", quote)
        company.decide("mona", case)
        assert company.case(case).status == "approved"


def test_somebody_named_who_left(company, quote):
    """FLOW-02: departed approvers."""
    ask(company, {"kind": "user", "name": "mona"})
    leave(company, "mona")
    assert company.asked(company.submit("sally", quote)) == {"greta"}


def test_managers_of_somebody_else(company, quote):
    """FLOW-02: the chain above a person of the record."""
    ask(company, {"kind": "manager", "of": "owner", "levels": 2})
    assert company.asked(company.submit("chief", quote)) == {"mona", "greta"}


@pytest.mark.parametrize(
    ("approver", "code", "at"),
    [
        ({"kind": "position"}, "required", "name"),
        ({"kind": "head", "of": "owner"}, "not_a_unit", "of"),
        ({"kind": "head", "of": "nothing"}, "unknown_field", "of"),
        ({"kind": "manager", "of": "unit"}, "not_a_user", "of"),
        ({"kind": "head", "until": "nothing > 1"}, "unknown_field", "until"),
    ],
)
def test_what_leads_nowhere_is_refused(office, approver, code, at):
    """FLOW-02: told at its place before it is published."""
    with pytest.raises(Invalid) as refused:
        ask(office, approver)
    assert refused.value.issues[0].code == code
    assert at in refused.value.issues[0].path
