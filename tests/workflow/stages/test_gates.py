"""Stage gates: order, roles, conditions and required fields, for every way in."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from odos.kernel.problems import Invalid
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record, update_record
from odos.records.writes.previews import preview_record
from tests.fixtures.application import context_for, publish
from tests.workflow.deals import pipeline, publish_deals


@pytest.fixture
def deals(app):
    publish_deals(app)
    return app


@pytest.fixture
def rep(deals, new_user):
    return context_for(deals, new_user("rita", "rep"))


@pytest.fixture
def closer(deals, new_user):
    return context_for(deals, new_user("carl", "closer"))


def change(context, record: dict[str, Any], **values: Any) -> dict[str, Any]:
    body = update_record(context=context, entity="deal", record_id=int(record["id"]), values=values)
    changed: dict[str, Any] = orjson.loads(body)
    return changed


def refusals(context, record: dict[str, Any], **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        change(context, record, **values)
    return [(issue.code, "/".join(map(str, issue.path))) for issue in caught.value.issues]


def test_a_stage_is_left_when_its_condition_holds(rep, make):
    """FLOW-08: exit conditions, with their message in both languages."""
    deal = make(rep, "deal", name="A")
    with pytest.raises(Invalid) as caught:
        change(rep, deal, stage="talks")
    assert caught.value.issues[0].message.render("en") == "Say what it is worth"
    assert caught.value.issues[0].message.render("zh-hans") == "Say what it is worth（中文）"
    assert change(rep, deal, stage="talks", amount="5")["stage"] == "talks"


def test_a_stage_is_entered_with_what_is_written_along(rep, make):
    """FLOW-08: entry conditions over line items are asked of the record as it will be."""
    deal = make(rep, "deal", name="A", amount="5")
    assert refusals(rep, deal, stage="offer") == [("stage_condition", "stage")]
    with pytest.raises(Invalid):
        change(rep, deal, stage="offer", lines=[])
    moved = change(rep, deal, stage="offer", lines=[{"text": "Pump"}])
    assert (moved["stage"], moved["version"]) == ("offer", 2)


def test_fields_are_required_by_stage(rep, make):
    """FLOW-08: required fields of the target stage; forms learn of them by the preview."""
    deal = make(rep, "deal", name="A", amount="5")
    assert refusals(rep, deal, stage="lost") == [("required", "reason")]
    entity = rep.schema.get_entity("deal")
    preview = preview_record(context=rep, entity=entity, record_id=int(deal["id"]), values={"stage": "lost"})
    assert preview.fields["reason"].required
    assert ("required", ("reason",)) in [(issue.code, issue.path) for issue in preview.issues]
    lost = change(rep, deal, stage="lost", reason="Price")
    assert refusals(rep, lost, reason=None) == [("required", "reason")]


def test_roles_may_move(rep, closer, make):
    """FLOW-08: allowed roles."""
    assert refusals(rep, make(rep, "deal", name="A", amount="5"), stage="won") == [("stage_role", "stage")]
    assert change(closer, make(closer, "deal", name="B", amount="5"), stage="won")["stage"] == "won"


def test_stages_follow_each_other_as_drawn(rep, make):
    """FLOW-08: a stage may name those that follow it."""
    deal = make(rep, "deal", name="A", amount="5", stage="lost", reason="Price")
    assert refusals(rep, deal, stage="talks") == [("stage_order", "stage")]
    assert change(rep, deal, stage="new")["stage"] == "new"


def test_conditions_read_records_that_are_referred_to(deals, closer, make):
    """FLOW-08."""
    customer = make(context_for(deals), "customer", name="Acme", tier="a")
    deal = make(closer, "deal", name="A", amount="5", customer=customer["id"])
    assert refusals(closer, deal, stage="won") == [("stage_condition", "stage")]
    assert change(closer, deal, stage="won", amount="100")["stage"] == "won"


def test_a_new_record_passes_the_gate_of_its_stage(rep):
    """FLOW-08: forms, imports and the API alike."""
    made = {"context": rep, "entity": "deal"}
    with pytest.raises(Invalid) as caught:
        create_record(**made, values={"name": "A", "stage": "offer", "amount": "5"})
    assert [issue.code for issue in caught.value.issues] == ["stage_condition"]
    body = create_record(
        **made, values={"name": "A", "stage": "offer", "amount": "5", "lines": [{"text": "Pump"}]}
    )
    assert orjson.loads(body)["stage"] == "offer"


def test_bulk_moves_report_each_row(rep, make):
    """FLOW-08, FLOW-10: many rows at once, each with its own findings; the others are moved."""
    listed = [make(rep, "deal", name=str(number), amount=str(number)) for number in range(3)]
    update = [{"id": deal["id"], "stage": "talks"} for deal in listed]
    update.append({"id": make(rep, "deal", name="x", amount="9")["id"], "stage": "offer"})
    result = write_bulk(context=rep, entity="deal", request=BulkRequest(update=update))
    assert [str(item) for item in result.updated] == [deal["id"] for deal in listed[1:]]
    assert [(error.index, error.issues[0].code) for error in result.errors] == [
        (0, "stage_condition"),
        (3, "stage_condition"),
    ]
    created = [{"name": "a"}, {"name": "b", "stage": "offer", "amount": "1"}, {"name": "c", "stage": "won"}]
    result = write_bulk(context=rep, entity="deal", request=BulkRequest(create=created))
    assert [error.index for error in result.errors] == [1, 2]


def test_record_types_have_pipelines_of_their_own(deals, rep, make):
    """LEAD-07, FLOW-08: the first pipeline whose condition holds governs a record."""
    stages = {"new": {"order": 1}, "won": {"order": 2, "kind": "won"}}
    publish(deals, [pipeline("deal_short", when='type = "short"', order=1, stages=stages)])
    context = context_for(deals, rep.actor)
    short = make(context, "deal", name="S", type="short")
    assert change(context, short, stage="won")["stage"] == "won"
    assert refusals(context, make(context, "deal", name="S", type="short"), stage="talks") == [
        ("stage_unknown", "stage")
    ]
    long = make(context, "deal", name="L", amount="5")
    assert refusals(context, long, stage="won") == [("stage_role", "stage")]
    talking = change(context, long, stage="talks")
    assert refusals(context, talking, type="short") == [("stage_unknown", "stage")]


def test_moves_step_by_step_and_forward_only(deals, rep, make):
    """FLOW-08: without drawing every arrow."""
    free = {key: {"order": number} for number, key in enumerate(("new", "talks", "offer"))}
    free |= {"won": {"order": 8, "kind": "won"}, "lost": {"order": 9, "kind": "lost"}}
    publish(deals, [{"kind": "pipeline", "key": "deal_long", "entity": "deal", "active": False}])
    publish(deals, [pipeline("deal_step", moves="step", stages=free)])
    context = context_for(deals, rep.actor)
    deal = make(context, "deal", name="A")
    assert refusals(context, deal, stage="offer") == [("stage_order", "stage")]
    assert refusals(context, deal, stage="won") == [("stage_order", "stage")]
    deal = change(context, change(context, deal, stage="talks"), stage="new")
    assert change(context, deal, stage="lost")["stage"] == "lost"
    publish(deals, [pipeline("deal_step", moves="forward", stages=free)])
    context = context_for(deals, rep.actor)
    deal = change(context, make(context, "deal", name="B"), stage="offer")
    assert refusals(context, deal, stage="talks") == [("stage_order", "stage")]
    assert change(context, deal, stage="won")["stage"] == "won"


def test_a_stage_that_is_not_set_by_hand(deals, rep, make):
    """FLOW-08: rules and conversions bring records there, people do not."""
    publish(deals, [pipeline(stages={"talks": {"by_hand": False}})])
    context = context_for(deals, rep.actor)
    deal = make(context, "deal", name="A", amount="5")
    assert refusals(context, deal, stage="talks") == [("stage_by_hand", "stage")]
    assert change(context_for(deals, rep.actor, source="rule"), deal, stage="talks")["stage"] == "talks"


def test_an_old_record_can_be_worked_on(deals, make):
    """A gate is asked when the stage changes, not of every later save."""
    publish(deals, [{"kind": "pipeline", "key": "deal_long", "entity": "deal", "active": False}])
    old = make(context_for(deals), "deal", name="A", stage="offer")
    publish(deals, [{"kind": "pipeline", "key": "deal_long", "entity": "deal", "active": True}])
    assert change(context_for(deals), old, name="B")["name"] == "B"


@pytest.mark.parametrize(
    ("attributes", "code", "path"),
    [
        ({"field": "nothing"}, "unknown_field", "pipeline/deal_long/field"),
        ({"field": "name"}, "no_option", "pipeline/deal_long/field"),
        ({"since": "amount"}, "wrong_kind", "pipeline/deal_long/since"),
        ({"confidence": "amount"}, "wrong_kind", "pipeline/deal_long/confidence"),
        ({"when": "count(lines) > 1"}, "condition_reads_later", "pipeline/deal_long/when"),
        ({"when": "amuont > 1"}, "unknown_field", "pipeline/deal_long/when/1:1"),
        ({"stages": {"gone": {}}}, "unknown_option", "pipeline/deal_long/stages/gone"),
        ({"stages": {"new": {"next": {"x": {}}}}}, "unknown_stage", "pipeline/deal_long/stages/new/next/x"),
        ({"stages": {"new": {"roles": ["boss"]}}}, "unknown_role", "pipeline/deal_long/stages/new/roles/0"),
        ({"stages": {"new": {"required": {"lines": {}}}}}, "cannot_be_required", "pipeline/deal_long/stages/new/required/lines"),
        ({"stages": {"new": {"entry": {"a": {"require": "amount +"}}}}}, "syntax", None),
    ],
)  # fmt: skip
def test_a_pipeline_that_leads_nowhere_is_refused(deals, attributes, code, path):
    """FLOW-08: every name and rule is checked before it is published."""
    with pytest.raises(Invalid) as caught:
        publish(deals, [pipeline(**attributes)])
    found = {"/".join(map(str, issue.path)): issue.code for issue in caught.value.issues}
    assert code in found.values() or path is None
    assert path is None or found.get(path) == code, found
