"""PLAT-36, CUST-06, CUST-21: people are let in on single records, for a time, by name, unit or role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from odos.access.operations import remove_expired_shares
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.records.access.reasons import explain_access, explanation_json
from odos.records.access.sharing import (
    add_to_team,
    remove_from_team,
    share_record,
    shares_of,
    team_of,
    unshare_record,
)
from odos.records.history.trail import list_record_history
from odos.records.lists.queries import find_record
from odos.records.writes.operations import create_record, update_record
from tests.fixtures.application import NOW, context_for, labelled, publish

OWN = {"see": "team", "create": True, "edit": "team", "delete": "own"}
DOCUMENTS = [
    labelled(
        "account",
        kind="entity",
        key="account",
        owned=True,
        title_field="name",
        team={
            "sales_rep": labelled("rep", order=1, edit=True),
            "service_rep": labelled("service", order=2),
            "closer": labelled("closer", order=3, delete=True),
            "signer": labelled("signer", order=4, actions={"sign": True}),
        },
        fields={
            "name": labelled("name", kind="text", order=10),
            "secret": labelled("secret", kind="text", order=20),
        },
    ),
    labelled("rep", kind="role", key="rep", entities={"account": OWN}, fields={"account": {"secret": {"see": "mask"}}}),
    labelled("peer", kind="role", key="peer", entities={"account": OWN}),
    labelled("reader", kind="role", key="reader", entities={"account": {"see": "all"}}),
    labelled("sharer", kind="role", key="sharer", entities={
        "account": {"see": "all", "actions": {"share": "all"}}}),
    labelled("narrow", kind="role", key="narrow", entities={
        "account": {"see": "own", "create": "own", "edit": "own", "actions": {"share": "none"}}}),
]  # fmt: skip


@pytest.fixture
def office(app, new_user, make):
    publish(app, DOCUMENTS)
    anna = context_for(app, new_user("anna", "rep"))
    bert = context_for(app, new_user("bert", "peer"))
    account = make(context_for(app), "account", name="Acme", secret="deep", owner=str(anna.actor.user_id))
    return anna, bert, int(account["id"])


def sees(context, record_id) -> bool:
    entity = context.schema.entities["account"]
    return find_record(context=context, entity=entity, record_id=record_id) is not None


def share(context, record_id, **asked):
    return share_record(context=context, entity="account", record_id=record_id, **asked)


def test_a_share_opens_and_its_end_closes(office):
    anna, bert, account = office
    assert not sees(bert, account)
    (entry,) = share(
        anna, account, kind="user", identity=str(bert.actor.user_id), until=NOW + timedelta(days=1)
    )
    assert (entry.kind, entry.label, entry.edits) == ("user", "Bert", False)
    assert sees(bert, account)
    with pytest.raises(Forbidden):
        update_record(context=bert, entity="account", record_id=account, values={"name": "B"})
    later = replace(bert, now=NOW + timedelta(days=2))
    assert not sees(later, account)
    assert remove_expired_shares(workspace=anna.workspace, now=later.now) == 1
    assert shares_of(context=anna, entity=anna.schema.entities["account"], record_id=account) == []


def test_shared_again_it_is_the_newer_share(office):
    anna, bert, account = office
    share(anna, account, kind="user", identity=bert.actor.user_id)
    (entry,) = share(anna, account, kind="user", identity=bert.actor.user_id, edits=True)
    update_record(context=bert, entity="account", record_id=account, values={"name": "B"})
    assert unshare_record(context=anna, entity="account", record_id=account, share_id=entry.id) == []
    assert not sees(bert, account)
    with pytest.raises(NotFound):
        unshare_record(context=anna, entity="account", record_id=account, share_id=entry.id)


def test_a_role_may_be_let_in(office):
    anna, bert, account = office
    share(anna, account, kind="role", identity="peer")
    assert sees(bert, account)


def test_nobody_takes_back_more_than_they_could_give(office, new_user):
    """A sharer who may only see leaves alone what lets somebody else edit."""
    anna, bert, account = office
    sharer = context_for(anna.workspace, new_user("shirley", "sharer"))
    (strong,) = share(anna, account, kind="user", identity=bert.actor.user_id, edits=True)
    with pytest.raises(Forbidden):
        unshare_record(context=sharer, entity="account", record_id=account, share_id=strong.id)
    with pytest.raises(Forbidden):  # nor makes it weaker
        share(sharer, account, kind="user", identity=bert.actor.user_id)
    assert shares_of(context=anna, entity=anna.schema.entities["account"], record_id=account)[0].edits
    weak = next(
        item for item in share(sharer, account, kind="role", identity="reader") if item.kind == "role"
    )
    assert len(unshare_record(context=sharer, entity="account", record_id=account, share_id=weak.id)) == 1
    assert unshare_record(context=anna, entity="account", record_id=account, share_id=strong.id) == []


def test_nobody_takes_off_the_team_who_may_more(office, new_user):
    anna, bert, account = office
    sharer = context_for(anna.workspace, new_user("shirley", "sharer"))
    for role in ("sales_rep", "service_rep"):
        members = add_to_team(
            context=anna, entity="account", record_id=account, user=bert.actor.user_id, role=role
        )
    by_role = {member.role: member.id for member in members}
    place = {"context": sharer, "entity": "account", "record_id": account}
    with pytest.raises(Forbidden):
        remove_from_team(**place, member_id=by_role["sales_rep"])
    assert [member.role for member in remove_from_team(**place, member_id=by_role["service_rep"])] == [
        "sales_rep"
    ]


def test_nobody_gives_away_more_than_they_have(office, new_user):
    anna, bert, account = office
    reader = context_for(anna.workspace, new_user("rita", "reader"))
    with pytest.raises(Forbidden):
        share(reader, account, kind="user", identity=bert.actor.user_id)
    with pytest.raises(NotFound):
        share(bert, account, kind="user", identity=bert.actor.user_id)
    share(anna, account, kind="user", identity=bert.actor.user_id)
    with pytest.raises(Forbidden):
        share(bert, account, kind="role", identity="reader")
    with pytest.raises(Forbidden):
        add_to_team(
            context=bert, entity="account", record_id=account, user=bert.actor.user_id, role="sales_rep"
        )


@pytest.mark.parametrize("role", ["sales_rep", "closer", "signer"])
def test_whoever_shares_puts_nobody_into_a_team_role_that_does_more(office, new_user, role):
    """A right to share alone makes nobody a member who edits, deletes or does what has a name of its own."""
    anna, bert, account = office
    sharer = context_for(anna.workspace, new_user("sue", "sharer"))
    asked = {"entity": "account", "record_id": account}
    for user in (sharer, bert):
        with pytest.raises(Forbidden):
            add_to_team(context=sharer, **asked, user=user.actor.user_id, role=role)
    assert team_of(context=anna, entity=anna.schema.entities["account"], record_id=account) == []
    (member,) = add_to_team(context=sharer, **asked, user=bert.actor.user_id, role="service_rep")
    assert member.role == "service_rep"


def test_a_role_may_forbid_sharing(office, new_user, make):
    _anna, bert, _account = office
    nora = context_for(bert.workspace, new_user("nora", "narrow"))
    own = int(make(nora, "account", name="Mine")["id"])
    with pytest.raises(Forbidden):
        share(nora, own, kind="user", identity=bert.actor.user_id)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": "planet", "identity": "1"}, "bad_grantee"),
        ({"kind": "user", "identity": "999999"}, "unknown_grantee"),
        ({"kind": "role", "identity": "nope"}, "unknown_grantee"),
        ({"kind": "user", "identity": "x"}, "bad_id"),
        ({"kind": "role", "identity": "peer", "until": NOW - timedelta(days=1)}, "in_the_past"),
    ],
)
def test_bad_shares_are_refused(office, asked, code):
    anna, _bert, account = office
    with pytest.raises(Invalid) as refusal:
        share(anna, account, **asked)
    assert code in refusal.value.issues[0].code or refusal.value.issues[0].path[0] == "id"


def test_the_team_works_on_the_record_each_in_their_role(office):
    anna, bert, account = office
    team = add_to_team(
        context=anna, entity="account", record_id=account, user=bert.actor.user_id, role="service_rep"
    )
    assert [(member.label, member.role) for member in team] == [("Bert", "service_rep")]
    assert sees(bert, account)
    with pytest.raises(Forbidden):
        update_record(context=bert, entity="account", record_id=account, values={"name": "B"})
    add_to_team(context=anna, entity="account", record_id=account, user=bert.actor.user_id, role="sales_rep")
    update_record(context=bert, entity="account", record_id=account, values={"name": "B"})
    for member in team_of(context=anna, entity=anna.schema.entities["account"], record_id=account):
        remove_from_team(context=anna, entity="account", record_id=account, member_id=member.id)
    assert not sees(bert, account)


def test_unknown_team_roles_and_entities_without_teams_are_refused(office, admin, make):
    anna, bert, account = office
    with pytest.raises(Invalid):
        add_to_team(context=anna, entity="account", record_id=account, user=bert.actor.user_id, role="boss")
    product = make(context_for(anna.workspace), "product", name="P")
    with pytest.raises(Conflict):
        add_to_team(
            context=context_for(anna.workspace), entity="product", record_id=int(product["id"]),
            user=bert.actor.user_id, role="member",
        )  # fmt: skip


def test_the_trail_says_who_was_let_in(office):
    anna, bert, account = office
    share(anna, account, kind="user", identity=bert.actor.user_id, edits=True)
    add_to_team(context=anna, entity="account", record_id=account, user=bert.actor.user_id, role="sales_rep")
    entries, _next = list_record_history(
        context=anna, entity=anna.schema.entities["account"], record_id=account
    )
    said = {entry["action"]: entry["changes"] for entry in entries}
    assert said["shared"][0]["to"] == {"to": "Bert", "edits": True, "until": None}
    assert said["joined"][0]["to"] == {"user": "Bert", "role": "sales_rep"}


def test_new_records_stay_within_the_right_to_create(office, new_user):
    _anna, bert, _account = office
    nora = context_for(bert.workspace, new_user("nora", "narrow"))
    create_record(context=nora, entity="account", values={"name": "Mine"})
    with pytest.raises(Forbidden):
        create_record(
            context=nora, entity="account", values={"name": "Yours", "owner": str(bert.actor.user_id)}
        )


def test_why_somebody_may_or_may_not(office):
    anna, bert, account = office
    entity = anna.schema.entities["account"]

    def explained(context, user=None):
        found = explain_access(context=context, entity=entity, record_id=account, user_id=user)
        return explanation_json(context.schema, entity, found, "en")

    own = explained(anna)
    assert own["actions"]["see"]["allowed"]
    assert [way["kind"] for way in own["actions"]["see"]["ways"] if way["open"]] == ["owner"]
    assert {field["key"]: field["see"] for field in own["fields"]}["secret"] == "masked"
    other = explained(anna, bert.actor.user_id)
    assert not other["actions"]["see"]["allowed"]
    assert {need["kind"] for need in other["actions"]["see"]["needed"]} == {"owner", "share", "team", "role"}
    with pytest.raises(NotFound):
        explained(bert)
    add_to_team(
        context=anna, entity="account", record_id=account, user=bert.actor.user_id, role="service_rep"
    )
    other = explained(anna, bert.actor.user_id)
    assert [way["kind"] for way in other["actions"]["see"]["ways"] if way["open"]] == ["team"]
    assert not other["actions"]["edit"]["allowed"]
    assert not any(field["edit"] for field in other["fields"])
    with pytest.raises(Forbidden):
        explained(bert, anna.actor.user_id)
