"""PLAT-36: a plan says who would gain or lose access."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid
from odos.meta.changes import read_changes
from odos.meta.operations import plan
from tests.fixtures.application import NOW, context_for, labelled, publish


def planned(admin, document):
    changes = [{"op": "put", "kind": "role", "key": document["key"], "document": document}]
    made = plan(
        workspace=admin.workspace,
        changes=read_changes(changes),
        actor=admin.actor,
        now=NOW,
        base_version=None,
    )
    return made.as_json("en")["impact"]["access"], made


def test_who_gains_and_who_loses(admin, new_user):
    new_user("sally", "seller")
    wide = labelled(
        "seller", kind="role", key="seller", entities={"customer": {"see": "all", "delete": "none"}}
    )
    found, _made = planned(admin, wide)
    by_action = {(item["entity"], item["action"]): item for item in found}
    assert by_action["customer", "see"]["gained"] == ["All records"]
    assert by_action["customer", "see"]["lost"] == []
    assert by_action["customer", "delete"]["lost"]
    assert by_action["customer", "see"]["names"] == ["Sally"]
    assert by_action["customer", "see"]["users"] == 1


def test_a_wider_role_beside_it_leaves_nothing_to_tell(admin, new_user, app):
    publish(app, [labelled("reader", kind="role", key="reader", entities={"customer": {"see": "all"}})])
    new_user("sally", "seller", "reader")
    wide = labelled("seller", kind="role", key="seller", entities={"customer": {"see": "unit"}})
    found, _made = planned(context_for(app), wide)
    assert [item for item in found if item["action"] in {"see", "export"}] == []


def test_fields_that_are_shown_or_kept_back(admin, new_user):
    new_user("sally", "seller")
    masks = labelled("seller", kind="role", key="seller", fields={"customer": {"name": {"see": "mask"}}})
    found, _made = planned(admin, masks)
    assert {(item["action"], *item["fields"]) for item in found} == {("see", "name"), ("edit", "name")}


def test_less_of_a_parent_is_told_as_less_of_what_belongs_to_it(admin, new_user, app):
    """Not as a way that is gained and lost at once: what differs is told, with the entity where it does."""
    through = {"scope": "none", "from": ["customer"]}
    role = labelled("broker", kind="role", key="broker", entities={
        "customer": {"see": "unit"}, "quote": {"see": through}})  # fmt: skip
    publish(app, [role])
    new_user("bea", "broker")
    found, _made = planned(
        context_for(app), {**role, "entities": {"customer": {"see": "own"}, "quote": {"see": through}}}
    )
    by_action = {(item["entity"], item["action"]): item for item in found}
    lost = "The record belongs to a unit of the user or below"
    assert by_action["customer", "see"]["lost"] == [lost]
    assert by_action["quote", "see"]["lost"] == [f"Customer → {lost}"]
    assert [item["gained"] for item in found] == [[]] * len(found)


def test_a_narrower_way_is_no_gain_where_a_wider_one_goes(admin, new_user, app):
    """From all subordinates' to one's own: lost, and nothing gained."""
    role = labelled("lone", kind="role", key="lone", entities={"customer": {"see": "own", "managers": "see"}})
    publish(app, [role])
    new_user("leo", "lone")
    narrower = {**role, "entities": {"customer": {"see": "own", "managers": "none"}}}
    found, _made = planned(context_for(app), narrower)
    assert {item["action"] for item in found} == {"see", "export"}
    assert [item["gained"] for item in found] == [[], []]
    assert "The record is the user's own or a subordinate's" in found[0]["lost"]


def test_what_a_team_gives_counts_as_well(admin, new_user, app):
    """The same roles, and less for whoever is on a team."""
    team = {"helper": labelled("helper", edit=True)}
    shop = labelled("shop", kind="entity", key="shop", owned=True, title_field="name", team=team,
        fields={"name": labelled("name", kind="text")})  # fmt: skip
    keeper = labelled("keeper", kind="role", key="keeper", entities={"shop": {"see": "team", "edit": "team"}})
    publish(app, [shop, keeper])
    new_user("kim", "keeper")
    now = context_for(app)
    weaker = {**shop, "team": {"helper": labelled("helper", edit=False)}}
    changes = [{"op": "put", "kind": "entity", "key": "shop", "document": weaker}]
    made = plan(
        workspace=app, changes=read_changes(changes), actor=now.actor, now=NOW, base_version=None
    ).as_json("en")
    found = {(item["entity"], item["action"]): item for item in made["impact"]["access"]}
    assert set(found) == {("shop", "edit")}
    assert found["shop", "edit"]["names"] == ["Kim"]
    assert found["shop", "edit"]["lost"] == ["The user is on the record's team as Helper"]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ({"entities": {"customer": {"see": {"rule": "nmae = 1"}}}}, "rule"),
        ({"entities": {"customer": {"see": {"from": ["tier"]}}}}, "from"),
        ({"entities": {"*": {"see": {"rule": "true"}}}}, "see"),
        ({"entities": {"customer": {"see": "everywhere"}}}, "see"),
        ({"fields": {"customer": {"revenue": {"see": "mask"}}}}, "see"),
        ({"fields": {"customer": {"name": {"see": False, "when": "amount >"}}}}, "when"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(admin, role, path):
    document = labelled("odd", kind="role", key="odd", **role)
    try:
        _found, made = planned(admin, document)
        issues = made.as_json("en")["issues"]
    except Invalid as refusal:
        issues = [issue.as_json("en") for issue in refusal.issues]
    assert any(issue["severity"] == "error" and path in str(issue["path"]) for issue in issues), issues
