"""Actions on records: registered once, offered and carried out by one operation."""

from __future__ import annotations

import pytest

from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, NotFound
from odos.kernel.texts import text
from odos.records.action_kinds import ACTION_KINDS, ActionKind, Call, Offer
from odos.records.actions import carry_out, list_offers
from odos.records.writes.operations import update_record
from tests.fixtures.application import context_for, publish_changes

GREETING = Issue("too_early", text("Too early", "为时过早"))


def rename(context, call: Call):
    values = {"notes": call.values["notes"]}
    update_record(context=context, entity=call.entity.key, record_id=call.record_id, values=values)
    return {"by": call.name}


def offers(_context, _entity, _record_id):
    yield Offer("politely", {"en": "Politely"}, details={"asks": ["notes"]})
    yield Offer("rudely", {"en": "Rudely"}, (GREETING,))


GREET = ActionKind("greet", 1, lambda entity: entity.key == "customer", offers, rename)


@pytest.fixture(autouse=True)
def greeting():
    with ACTION_KINDS.temporarily(GREET.key, GREET):
        yield


def test_actions_are_offered_with_what_stands_in_their_way(app, admin, make):
    """PLAT-04: what can be done now, by name, with the reasons against it."""
    record = make(admin, "customer", name="Acme")
    found = list_offers(
        context=admin, entity=admin.schema.get_entity("customer"), record_id=int(record["id"])
    )
    assert [(key, bool(offer.issues)) for key, offer in found] == [
        ("greet.politely", False),
        ("greet.rudely", True),
    ]
    assert found[0][1].details == {"asks": ["notes"]}


def test_an_action_is_carried_out_and_gives_the_record(app, admin, make):
    record = make(admin, "customer", name="Acme")
    done = carry_out(
        context=admin,
        entity="customer",
        record_id=int(record["id"]),
        key="greet.politely",
        values={"notes": "Hi"},
    )
    assert done.result == {"by": "politely"}
    assert '"notes":"Hi"' in (done.record or "").replace(": ", ":")


def test_a_role_takes_a_named_action_away(app, seller, make):
    """PLAT-36: roles grant named actions; what they do not mention is the right to edit."""
    record = make(seller, "customer", name="Acme")
    asked = {"entity": "customer", "record_id": int(record["id"]), "key": "greet.politely"}
    assert carry_out(context=seller, values={"notes": "Hi"}, **asked).result == {"by": "politely"}
    publish_changes(app, [("role", "seller", {"entities": {"customer": {"actions": {"greet": False}}}})])
    barred = context_for(app, seller.actor)
    assert (
        list_offers(context=barred, entity=barred.schema.get_entity("customer"), record_id=int(record["id"]))
        == []
    )
    with pytest.raises(Forbidden):
        carry_out(context=barred, values={"notes": "Hi"}, **asked)


def test_what_is_unknown_or_out_of_sight_is_not_found(app, admin, seller, make):
    record = make(admin, "customer", name="Acme")
    for context, key in ((seller, "greet.politely"), (admin, "dance"), (admin, "submit")):
        with pytest.raises(NotFound):
            carry_out(context=context, entity="customer", record_id=int(record["id"]), key=key, values={})
