"""PLAT-16, PLAT-36: before a unit is moved, who would gain or lose access is known."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from odos.access.operations import Place
from odos.accounts.models import User
from odos.accounts.queries import forget_answers
from odos.database.session import execute
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.records.access.moving_units import plan_move
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.operations import update_record
from tests.fixtures.application import context_for, labelled, publish

REP = labelled("rep", kind="role", key="rep", entities={"customer": {"see": "unit", "create": True}})
CHIEF = labelled("chief", kind="role", key="chief", entities={"customer": {"see": "company"}})


@pytest.fixture
def org(app, admin, make, new_user):
    """Two branches, each with a head of its own; a team that is to move, with a customer."""
    publish(app, [REP, CHIEF])
    context = context_for(app)
    unit = {}
    for name, parent, kind in (
        ("group", None, "company"), ("north", "group", "branch"), ("south", "group", "branch"),
        ("team", "north", "team"), ("abroad", None, "company"),
    ):  # fmt: skip
        above = {"parent": unit[parent]} if parent else {}
        unit[name] = make(context, "unit", name=name, kind=kind, **above)["id"]
    people = {}
    for name, role, place in (
        ("nora", "rep", "north"), ("saul", "rep", "south"), ("tess", "rep", "team"), ("gina", "rep", "group"),
        ("carl", "chief", "south"), ("abby", "chief", "abroad"), ("plain", "seller", "north"),
    ):  # fmt: skip
        people[name] = new_user(name, role)
        User.objects.filter(pk=people[name].user_id).update(unit=unit[place])
    forget_answers()
    make(context, "customer", name="Acme", owner=str(people["tess"].user_id), unit=unit["team"])
    return SimpleNamespace(context=context, unit=unit, people=people)


def names(touched) -> list[str]:
    return [item.name for item in touched]


def planned(org, unit, to, **kind):
    parent = int(org.unit[to]) if to else None
    return plan_move(context=org.context, unit_id=int(org.unit[unit]), parent=parent, **kind)


def sees(org) -> set[str]:
    """Who finds the customer of the team."""
    forget_answers()
    found = set()
    for name, person in org.people.items():
        context = context_for(org.context.workspace, person)
        entity = context.schema.entities["customer"]
        page = list_records(context=context, entity=entity, request=ListRequest())
        if page.items:
            found.add(name)
    return found


@pytest.mark.parametrize("to", ["south", "abroad", None])
def test_the_plan_says_what_the_move_does(org, to):
    """The plan and the access that holds afterwards are two computations; they must agree."""
    move = planned(org, "team", to)
    before = sees(org)
    values = {"parent": org.unit[to] if to else None}
    update_record(context=org.context, entity="unit", record_id=int(org.unit["team"]), values=values)
    after = sees(org)
    assert after - before == {name.lower() for name in names(move.gained)} - {"tess"}
    assert before - after == {name.lower() for name in names(move.lost)} - {"tess"}
    assert (len(move.inside), move.people) == (1, 1)
    assert all(item.entities == ("customer",) for item in (*move.gained, *move.lost))


def test_the_plan_says_what_another_kind_does(org):
    """ACL-01: whoever works in a branch that becomes a company reaches nothing outside of it by "company"."""
    south = int(org.unit["south"])
    move = planned(org, "south", "group", kind="company")
    before = sees(org)
    update_record(context=org.context, entity="unit", record_id=south, values={"kind": "company"})
    assert (move.kind, names(move.lost), names(move.gained)) == ("company", ["Carl"], [])
    assert before - sees(org) == {"carl"}
    back = planned(org, "south", "group", kind="branch")
    assert (names(back.lost), names(back.gained)) == ([], ["Carl"])
    assert back.plan != planned(org, "south", "group").plan


def test_a_move_between_branches(org):
    move = planned(org, "team", "south")
    assert (names(move.gained), names(move.lost)) == (["Saul"], ["Nora"])
    assert move.old_parent is not None
    assert move.old_parent.name == "north"


def test_shares_with_units_above_come_and_go(org):
    entity = org.context.schema.entities["customer"].id
    for name in ("north", "south", "group"):
        execute(
            org.context.workspace,
            "INSERT INTO record_share (entity_id, record_id, grantee, edits, reason, created_at)"
            " VALUES (%s, 1, %s, false, '', %s)",
            [Place(entity, 1).entity, f"unit:{org.unit[name]}", org.context.now],
        )
    move = planned(org, "team", "south")
    assert (move.shares_gained, move.shares_lost) == (1, 1)


def test_a_unit_never_goes_below_itself(org):
    for to in ("north", "team"):
        with pytest.raises(Invalid):
            planned(org, "north", to)
    with pytest.raises(NotFound):
        plan_move(context=org.context, unit_id=999_999, parent=None)
    with pytest.raises(Forbidden):
        plan_move(context=context_for(org.context.workspace, org.people["nora"]), unit_id=1, parent=None)
