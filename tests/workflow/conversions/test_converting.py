"""Conversions: values and lines by a mapping, once only, linked both ways, undone while nothing depends on it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.kernel.texts import text
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.records.actions import carry_out, list_offers
from odos.records.checks.guards import Guard, registered
from odos.records.history.trail import list_record_history
from odos.records.lists.queries import find_record, get_record
from odos.records.writes.operations import delete_record, update_record
from odos.workflow.conversions.actions import list_conversions
from odos.workflow.conversions.converting import Choice, convert
from odos.workflow.conversions.previews import preview_conversion
from odos.workflow.conversions.undoing import undo_conversion
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_changes, publish_fields
from tests.workflow.deals import conversion, publish_conversion

LINES = [{"text": "Pump", "price": "10"}, {"text": "Free", "price": "0"}, {"text": "Valve", "price": "5"}]


@pytest.fixture
def rep(app, new_user):
    publish_conversion(app)
    return context_for(app, new_user("rita", "rep"))


@pytest.fixture
def deal(rep, make):
    made: dict[str, Any] = make(rep, "deal", name="Acme", amount="5", reason="Ann", lines=LINES)
    return made


def read(context, entity: str, record_id: int) -> dict[str, Any]:
    found = context.schema.get_entity(entity)
    body: dict[str, Any] = orjson.loads(get_record(context=context, entity=found, record_id=record_id))
    return body


def run(context, deal, **choices: Choice) -> dict[str, int]:
    row = convert(
        context=context, entity="deal", record_id=int(deal["id"]), conversion="deal_to_quote", choices=choices
    )
    return {result.target: result.record_id for result in row.results.all()}


def undo(context, deal) -> None:
    undo_conversion(context=context, entity="deal", record_id=int(deal["id"]), conversion="deal_to_quote")


def test_a_record_becomes_others_linked_both_ways(rep, deal):
    """CONV-01, OPP-17, QUOTE-04: fields, expressions, lines, links, effects."""
    made = run(rep, deal)
    customer, quote = read(rep, "customer", made["customer"]), read(rep, "quote", made["quote"])
    assert (customer["name"], customer["tier"], customer["owner"]["label"]) == ("Acme", "b", "Rita")
    assert quote["customer"]["id"] == customer["id"]
    assert quote["deal"]["id"] == deal["id"]
    assert quote["contact_name"] == "Ann"
    lines = [(line["text"], float(line["quantity"]), float(line["price"])) for line in quote["lines"]]
    assert lines == [("Pump", 2, 10), ("Valve", 2, 5)]
    after = read(rep, "deal", int(deal["id"]))
    assert (after["stage"], after["customer"]["id"]) == ("won", customer["id"])


def test_it_is_done_once(rep, deal):
    """CONV-01: once only."""
    run(rep, deal)
    with pytest.raises(Conflict) as caught:
        run(rep, deal)
    assert caught.value.issues[0].code == "converted_already"


def test_requirements_are_met_first(rep, make):
    """CONV-01: with their message."""
    with pytest.raises(Invalid) as caught:
        run(rep, make(rep, "deal", name="A"))
    assert caught.value.issues[0].message.render("zh-hans") == "Say what it is worth（中文）"


def test_an_existing_record_is_chosen(rep, deal, make):
    """CONV-01: find or create; one that does not qualify or is out of sight cannot be chosen."""
    admin = context_for(rep.workspace)
    known = make(rep, "customer", name="Acme Ltd")
    closed = make(admin, "customer", name="Black sheep", tier="a")
    for wrong in (int(closed["id"]), 999_999):
        with pytest.raises(Invalid) as caught:
            run(rep, deal, customer=Choice(existing=wrong))
        assert caught.value.issues[0].path == ("targets", "customer", "existing")
    made = run(
        rep, deal, customer=Choice(existing=int(known["id"])), quote=Choice(values={"contact_name": "Bob"})
    )
    assert made["customer"] == int(known["id"])
    assert read(rep, "quote", made["quote"])["contact_name"] == "Bob"


def test_a_linked_record_is_taken_unless_another_is_wanted(rep, make):
    known = make(rep, "customer", name="Acme Ltd")
    deal = make(rep, "deal", name="A", amount="5", customer=known["id"])
    assert run(rep, deal)["customer"] == int(known["id"])
    other = make(rep, "deal", name="B", amount="5", customer=known["id"])
    assert run(rep, other, customer=Choice(create=True))["customer"] != int(known["id"])


def test_a_target_may_be_left_out(rep, deal):
    with pytest.raises(Invalid):
        run(rep, deal, customer=Choice(skip=True))
    assert run(rep, deal, quote=Choice(skip=True)).keys() == {"customer"}
    assert read(rep, "deal", int(deal["id"]))["stage"] == "won"


def test_who_converts_must_be_allowed_to(rep, deal, new_user):
    """PLAT-36: the right to convert, to make what comes of it, and to write what is changed."""
    publish_changes(rep.workspace, [("role", "rep", {"fields": {"customer": {"tier": {"edit": False}}}})])
    context = context_for(rep.workspace, rep.actor)
    with pytest.raises(Invalid) as caught:
        run(context, deal, customer=Choice(values={"tier": "a"}))
    assert caught.value.issues[0].path == ("targets", "customer", "values", "tier")
    publish_changes(rep.workspace, [("role", "rep", {"entities": {"quote": {"create": False}}})])
    context = context_for(rep.workspace, rep.actor)
    with pytest.raises(Forbidden):
        run(context, deal)
    stranger = context_for(rep.workspace, new_user("olga", "rep"))
    with pytest.raises(NotFound):
        run(stranger, deal)
    publish_changes(rep.workspace, [("role", "rep", {"entities": {"deal": {"actions": {"convert": False}}}})])
    context = context_for(rep.workspace, rep.actor)
    with pytest.raises(Forbidden):
        carry_out(
            context=context, entity="deal", record_id=int(deal["id"]), key="convert.deal_to_quote", values={}
        )


def test_guards_are_asked(rep, deal):
    """CUST-04: what a guard refuses of any save it refuses here; nothing is left behind."""
    barred = Issue("barred", text("Not them", "不可"), ("name",))
    guard = Guard(
        "no-acme", 5, lambda _c, attempts: [(0, barred)] if attempts[0].entity.key == "customer" else []
    )
    with registered(guard), pytest.raises(Invalid) as caught:
        run(rep, deal)
    assert caught.value.issues[0].path == ("targets", "customer", "values", "name")
    assert (
        list_conversions(context=rep, entity=rep.schema.get_entity("deal"), record_id=int(deal["id"])) == []
    )


def test_a_conversion_is_undone(rep, deal):
    """CONV-01: undoable while nothing depends on it; the source gets back what it had."""
    made = run(rep, deal)
    undo(rep, deal)
    for entity in ("customer", "quote"):
        found = rep.schema.get_entity(entity)
        assert find_record(context=rep, entity=found, record_id=made[entity]) is None
    after = read(rep, "deal", int(deal["id"]))
    assert (after["stage"], after["customer"]) == ("new", None)
    again = run(rep, deal)
    assert again["quote"] != made["quote"]
    told = list_conversions(context=rep, entity=rep.schema.get_entity("deal"), record_id=int(deal["id"]))
    assert [item["undone_at"] is None for item in told] == [True, False]


def test_what_others_depend_on_stays(rep, deal, make):
    """CONV-01: neither what is referred to nor what was worked on is taken away."""
    made = run(rep, deal)
    other = make(rep, "quote", customer=str(made["customer"]))
    with pytest.raises(Conflict) as caught:
        undo(rep, deal)
    assert [issue.code for issue in caught.value.issues] == ["in_use"]
    delete_record(context=rep, entity="quote", record_id=int(other["id"]))
    update_record(context=rep, entity="quote", record_id=made["quote"], values={"contact_name": "Eve"})
    with pytest.raises(Conflict) as caught:
        undo(rep, deal)
    assert [issue.code for issue in caught.value.issues] == ["changed_since"]


def test_a_refusal_names_what_depends_on_it(rep, deal, make):
    """CONV-01: by its title where it may be seen, by its kind otherwise; in both languages."""
    made = run(rep, deal)
    kept = make(rep, "deal", name="Second deal", customer=str(made["customer"]))
    hidden = make(context_for(rep.workspace), "deal", name="Secret deal", customer=str(made["customer"]))
    assert refusals(rep, deal) == ['Customer "Acme" is used by: Deal (Second deal)']
    assert "“Acme”被引用" in refusals(rep, deal, "zh-hans")[0]
    delete_record(context=rep, entity="deal", record_id=int(kept["id"]))
    assert refusals(rep, deal) == ['Customer "Acme" is used by: Deal']
    admin = context_for(rep.workspace)
    delete_record(context=admin, entity="deal", record_id=int(hidden["id"]))
    update_record(context=rep, entity="customer", record_id=made["customer"], values={"notes": "!"})
    assert refusals(rep, deal) == ['Customer "Acme" was changed since']


def test_what_was_chosen_or_converted_since_stays(rep, deal, make):
    """CONV-01: neither what another conversion rests on nor what has become something else is taken away."""
    made = run(rep, deal)
    onward = conversion(
        key="quote_to_deal", entity="quote", label={"en": "Onward"}, require={}, effects={},
        targets={"deal": {"target": "deal", "fields": {"name": {"value": '"Onward"'}}}},
    )  # fmt: skip
    target = {"target": "customer", "existing": "choose", "fields": {"name": {"copy": "name"}}}
    publish(rep.workspace, [onward, conversion(key="deal_again", targets={"customer": target})])
    context = context_for(rep.workspace, rep.actor)
    convert(context=context, entity="quote", record_id=made["quote"], conversion="quote_to_deal")
    assert [issue.code for issue in obstacles_to(context, deal)] == ["converted_since"]
    undo_conversion(context=context, entity="quote", record_id=made["quote"], conversion="quote_to_deal")
    other = make(context, "deal", name="Other", amount="5")
    choices = {"customer": Choice(existing=made["customer"])}
    asked = {"entity": "deal", "record_id": int(other["id"]), "conversion": "deal_again"}
    convert(context=context, **asked, choices=choices)
    assert refusals(context, deal) == ['Customer "Acme" is used by: Deal (Other)']
    undo_conversion(context=context, **asked)
    undo(context, deal)


def obstacles_to(context, deal) -> list[Issue]:
    with pytest.raises(Conflict) as caught:
        undo(context, deal)
    return list(caught.value.issues)


def refusals(context, deal, language: str = "en") -> list[str]:
    return [issue.message.render(language) for issue in obstacles_to(context, deal)]


def test_what_somebody_set_since_is_kept(rep, deal):
    """Undoing brings back only what the conversion itself had set."""
    run(rep, deal)
    admin = context_for(rep.workspace)
    update_record(
        context=admin, entity="deal", record_id=int(deal["id"]), values={"stage": "lost", "reason": "x"}
    )
    undo(rep, deal)
    assert read(rep, "deal", int(deal["id"]))["stage"] == "lost"


def test_a_preview_stores_nothing(rep, deal, make):
    """CONV-01: values, findings and records that may be the same, before anything is made."""
    similar = {"duplicates": {"name": {"fields": {"name": "similar"}, "action": "warn"}}}
    publish(rep.workspace, [{"kind": "entity", "key": "customer", **similar}])
    context = context_for(rep.workspace, rep.actor)
    same = make(context, "customer", name="Acme")
    entity = context.schema.get_entity("deal")
    asked = {
        "context": context,
        "entity": entity,
        "record_id": int(deal["id"]),
        "conversion": "deal_to_quote",
    }
    found = preview_conversion(**asked, choices={}, language="en")
    customer, quote = found["targets"]
    assert (customer["values"]["name"], customer["may_exist"], customer["existing"]) == ("Acme", True, None)
    assert [duplicate["id"] for duplicate in customer["duplicates"]] == [same["id"]]
    assert (quote["issues"], len(quote["values"]["lines"]), quote["optional"]) == ([], 2, True)
    assert found["issues"] == []
    run(context, deal)
    assert preview_conversion(**asked, choices={}, language="en")["issues"][0]["code"] == "converted_already"


def test_conversions_stand_among_the_actions(rep, deal):
    """CONV-01: offered, done, undone over the one address of actions; the trail tells it."""
    entity, number = rep.schema.get_entity("deal"), int(deal["id"])
    key, asked = "convert.deal_to_quote", {"context": rep, "entity": "deal", "record_id": number}
    assert key in dict(list_offers(context=rep, entity=entity, record_id=number))
    sent = {"targets": {"quote": {"skip": True}}}
    done = carry_out(**asked, key=key, values=sent)
    assert [item["target"] for item in done.result["records"]] == ["customer"]
    offers = dict(list_offers(context=rep, entity=entity, record_id=number))
    assert [issue.code for issue in offers[key].issues] == ["converted_already"]
    assert offers["undo.deal_to_quote"].label["zh-hans"] == "撤销：生成报价"
    carry_out(**asked, key="undo.deal_to_quote", values={})
    items, _next = list_record_history(
        context=rep, entity=entity, record_id=number, cursor=None, language="en"
    )
    actions = [(item["action"], item["reason"]) for item in items]
    assert ("converted", "Make a quote") in actions
    assert ("conversion_undone", "Make a quote") in actions
    for wrong in ({"targets": []}, {"targets": {"x": {}}}, {"targets": {"quote": {"existing": "x"}}}):
        with pytest.raises(Invalid):
            carry_out(**asked, key=key, values=wrong)
    with pytest.raises(NotFound):
        carry_out(**asked, key="convert.nothing", values={})


def test_a_conversion_that_was_renamed_since_is_undone(rep, deal):
    """CONV-01: what was converted is told by the present key, under which it can be undone."""
    made = run(rep, deal)
    renamed = {"op": "rename", "kind": "conversion", "key": "deal_to_quote", "new_key": "deal_to_offer"}
    apply(
        workspace=rep.workspace,
        changes=read_changes([renamed]),
        message="x",
        actor=context_for(rep.workspace).actor,
        now=NOW,
    )
    context = context_for(rep.workspace, rep.actor)
    entity, number = context.schema.get_entity("deal"), int(deal["id"])
    (told,) = list_conversions(context=context, entity=entity, record_id=number)
    assert told["conversion"] == "deal_to_offer"
    asked = {"context": context, "entity": "deal", "record_id": number}
    carry_out(**asked, key="undo.deal_to_offer", values={})
    found = context.schema.get_entity("quote")
    assert find_record(context=context, entity=found, record_id=made["quote"]) is None


@pytest.fixture
def kinds(rep, deal):
    """Customers have kinds; a deal makes a buyer of each."""
    kinds = {key: labelled(key) for key in ("buyer", "seller", "rival")}
    publish_fields(rep.workspace, ("customer", "kinds", {"kind": "options", "options": kinds}))
    fields = {"kinds": {"constant": ["buyer"], "extend": True}}
    publish(rep.workspace, [conversion(targets={"customer": {"fields": fields}})])
    return context_for(rep.workspace, rep.actor)


def test_what_a_chosen_record_is_already_is_added_to(kinds, deal, make):
    """CONV-01: who sells to us and now buys is both; undoing takes back what was added, no more."""
    seller = make(kinds, "customer", name="Chosen", kinds=["seller"])
    number = int(seller["id"])
    run(kinds, deal, customer=Choice(existing=number))
    assert sorted(read(kinds, "customer", number)["kinds"]) == ["buyer", "seller"]
    update_record(
        context=kinds, entity="customer", record_id=number, values={"kinds": ["rival", "buyer", "seller"]}
    )
    undo(kinds, deal)
    assert sorted(read(kinds, "customer", number)["kinds"]) == ["rival", "seller"]


def test_what_another_conversion_needs_stays(kinds, deal, make):
    """CONV-01: two deals of one customer; it is a buyer until both are undone."""
    number = int(make(kinds, "customer", name="Chosen")["id"])
    other = make(kinds, "deal", name="Other", amount="5")
    for each in (deal, other):
        run(kinds, each, customer=Choice(existing=number))
    undo(kinds, deal)
    assert read(kinds, "customer", number)["kinds"] == ["buyer"]
    undo(kinds, other)
    assert not read(kinds, "customer", number)["kinds"]
