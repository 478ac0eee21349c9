"""PLAT-36: which role, share, team or rule lets somebody see and edit a record and each field, and what would."""

from __future__ import annotations

import pytest

from odos.access.operations import Place, join_team
from odos.records.access.reasons import explain_access, explanation_json
from odos.records.access.sharing import share_record
from odos.records.lists.queries import find_record
from odos.records.writes.operations import update_record
from tests.fixtures.application import NOW, context_for, labelled, publish

WORKS = {"see": "team", "create": True, "edit": "team"}
DOCUMENTS = [
    labelled(
        "deal", kind="entity", key="deal", owned=True, title_field="name",
        team={"helper": labelled("helper", edit=True), "watcher": labelled("watcher")},
        fields={
            "name": labelled("name", kind="text", order=10),
            "secret": labelled("secret", kind="text", order=20),
            "price": labelled("price", kind="integer", order=30),
            "double": labelled("double", kind="formula", expression="price * 2", order=40),
            "hidden": labelled("hidden", kind="text", order=50),
        },
    ),
    labelled("worker", kind="role", key="worker", entities={"deal": WORKS}, fields={"deal": {
        "secret": {"see": "mask"}, "price": {"edit": False, "when": 'name = "Closed"'}, "hidden": {"see": False}}}),
    labelled("ruled", kind="role", key="ruled", entities={"deal": {
        "see": {"rule": 'hidden = "yes"'}, "actions": {"share": {"rule": 'hidden = "yes"'}}}},
        fields={"deal": {"hidden": {"see": False}}}),
    labelled("reader", kind="role", key="reader", entities={"deal": {"see": "all"}}),
    labelled("editor", kind="role", key="editor", entities={"deal": {"see": "all", "edit": "all"}}),
    labelled("guest", kind="role", key="guest", portal=True, entities={"deal": {"see": "all", "edit": "all"}}),
    labelled("nothing", kind="role", key="nothing", entities={"product": {"see": "all"}}),
]  # fmt: skip


@pytest.fixture
def deal(app, new_user, make):
    """Anna's; the others have the role of their name."""
    publish(app, DOCUMENTS)
    people = {
        name: context_for(app, new_user(name, *roles))
        for name, *roles in (
            ("anna", "worker"),
            ("bert", "worker"),
            ("rudi", "ruled"),
            ("nora",),
            ("rita", "reader"),
        )
    }
    made = make(
        context_for(app), "deal", name="Open", secret="deep", price=3, hidden="yes",
        owner=str(people["anna"].actor.user_id),
    )  # fmt: skip
    return people, int(made["id"])


def explained(deal, viewer, subject=None, language="en"):
    people, record = deal
    context = viewer if not isinstance(viewer, str) else people[viewer]
    entity = context.schema.entities["deal"]
    user = None if subject is None else people[subject].actor.user_id
    found = explain_access(context=context, entity=entity, record_id=record, user_id=user)
    return explanation_json(context.schema, entity, found, language)


def fields_of(answer):
    return {field["key"]: field for field in answer["fields"]}


def why(field):
    return [(each["kind"], each["text"]) for each in field["why"]]


def roles_needed(answer, action):
    return {need["text"] for need in answer["actions"][action]["needed"] if need["kind"] == "role"}


def test_each_field_says_why_it_is_kept_back_and_which_role_would_show_it(deal, admin):
    fields = fields_of(explained(deal, admin, "anna"))
    assert (fields["name"]["see"], fields["name"]["edit"], why(fields["name"])) == ("plain", True, [])
    assert fields["secret"]["see"] == "masked"
    assert why(fields["secret"]) == [("role", "The role Worker shows it by a mask")]
    assert {role["key"] for role in fields["secret"]["needed"]} == {"ruled", "reader", "editor"}
    assert why(fields["hidden"]) == [("role", "The role Worker hides it")]
    assert {role["key"] for role in fields["hidden"]["needed"]} == {"reader", "editor"}
    assert [kind for kind, _text in why(fields["double"])] == ["computed"]
    assert fields["price"]["edit"]
    zh = fields_of(explained(deal, admin, "anna", "zh-hans"))
    assert why(zh["secret"]) == [("role", "角色“worker”对其脱敏")]


def test_a_lock_over_some_records_is_told_where_it_lies(deal, admin):
    _people, record = deal
    update_record(context=admin, entity="deal", record_id=record, values={"name": "Closed"})
    price = fields_of(explained(deal, admin, "anna"))["price"]
    assert (price["see"], price["edit"]) == ("plain", False)
    assert why(price) == [("role", "The role Worker lets it be read only in such records")]
    assert {role["key"] for role in price["needed"]} == {"ruled", "reader", "editor"}


def test_a_role_that_is_added_does_what_was_said_of_it(deal, admin, new_user):
    """What "would be needed" is no guess: with that role the value is there."""
    _people, record = deal
    both = context_for(admin.workspace, new_user("anna2", "worker", "reader"))
    entity = admin.schema.entities["deal"]
    assert b'"secret":"deep"' in find_record(context=both, entity=entity, record_id=record).encode()
    assert fields_of(explained(deal, both))["secret"]["see"] == "plain"


def test_of_a_record_that_one_does_not_see_no_field_is_shown(deal, admin):
    answer = explained(deal, admin, "bert")
    assert not answer["actions"]["see"]["allowed"]
    assert {field["see"] for field in answer["fields"]} == {"hidden"}
    assert all(why(field) == [("record", "The record is out of sight")] for field in answer["fields"])


def test_what_would_be_needed_names_ways_of_held_roles_and_roles_that_truly_open(deal, admin, new_user):
    answer = explained(deal, admin, "bert")
    kinds = {need["kind"] for need in answer["actions"]["see"]["needed"]}
    assert kinds == {"owner", "share", "team", "role"}
    assert roles_needed(answer, "see") == {"Ruled", "Reader", "Editor"}, (
        "nothing of portals, nor of other entities"
    )
    assert roles_needed(answer, "edit") == {"Editor"}
    assert roles_needed(explained(deal, admin, "nora"), "see") == {"Ruled", "Reader", "Editor"}
    with_reader = context_for(admin.workspace, new_user("more", "worker", "editor"))
    assert explained(deal, with_reader)["actions"]["edit"]["allowed"]


def test_where_no_role_alone_would_do_the_role_and_its_way_are_named(deal, admin):
    """Nobody's role deletes; a worker's helps where the record is theirs or they are on its team."""
    publish(
        admin.workspace, [labelled("worker", kind="role", key="worker", entities={"deal": {"delete": "own"}})]
    )
    fresh = context_for(admin.workspace)
    needed = explained(deal, fresh, "nora")["actions"]["delete"]["needed"]
    assert needed == [{"kind": "role", "text": "Worker: The record is the user's own"}]


def test_a_role_whose_rule_does_not_hold_would_not_help(deal, admin):
    _people, record = deal
    update_record(context=admin, entity="deal", record_id=record, values={"hidden": "no"})
    assert roles_needed(explained(deal, admin, "nora"), "see") == {"Reader", "Editor"}


def test_the_words_of_a_rule_are_for_whoever_may_read_what_it_reads(deal, admin):
    """PLAT-36: a rule over a hidden field would tell its value by its words."""
    told = explained(deal, admin, "rudi")["actions"]["see"]["ways"]
    assert [way["text"] for way in told if way["open"]] == ['The record meets the rule hidden = "yes"']
    own = explained(deal, "rudi")["actions"]["see"]["ways"]
    assert [way["text"] for way in own if way["open"]] == ["The record meets a rule of the role"]
    assert "hidden" not in {field["key"] for field in explained(deal, "rudi")["fields"]}


def test_every_way_is_named_with_its_role(deal, admin):
    """Share, team and role, one after the other."""
    people, record = deal
    share_record(context=admin, entity="deal", record_id=record, kind="user",
        identity=str(people["bert"].actor.user_id))  # fmt: skip
    ways = explained(deal, admin, "bert")["actions"]["see"]["ways"]
    assert [(way["kind"], way["role"]["key"]) for way in ways if way["open"]] == [("share", "worker")]
    place = Place(admin.schema.entities["deal"].id, record)
    join_team(workspace=admin.workspace, place=place, user_id=people["bert"].actor.user_id, role="helper",
        actor=admin.actor, now=NOW)  # fmt: skip
    answer = explained(deal, admin, "bert")["actions"]
    assert [way["kind"] for way in answer["see"]["ways"] if way["open"]] == ["share", "team"]
    assert [way["kind"] for way in answer["edit"]["ways"] if way["open"]] == ["team"]
    assert [way["kind"] for way in explained(deal, "rita")["actions"]["see"]["ways"] if way["open"]] == [
        "all"
    ]
