"""What rules did because of a conversion goes back with it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from odos.automation.runs.carrying import carry_on
from odos.automation.runs.models import Run
from odos.records.lists.queries import get_record
from odos.records.writes.operations import update_record
from odos.workflow.conversions.converting import Choice, convert
from odos.workflow.conversions.undoing import undo_conversion
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields
from tests.workflow.deals import publish_conversion

BUYS = """on deal {en: "Buys"} changed when changed(stage) and stage = "won" and customer.phase = "none"
  set customer.phase = "buys", customer.since = today
"""
KNOWN = """on customer {en: "Known"} when changed(phase) and phase = "buys"
  set fame = "known"
"""


@pytest.fixture
def rep(app, new_user):
    publish_conversion(app)
    publish_fields(
        app,
        *(("customer", key, {"kind": "text", "default": '"none"'}) for key in ("phase", "fame")),
        ("customer", "since", {"kind": "date"}),
    )
    rules = {"buys": ("deal", BUYS), "known": ("customer", KNOWN)}
    publish(
        app, [labelled(key, kind="rule", key=key, entity=of, text=text) for key, (of, text) in rules.items()]
    )
    return context_for(app, new_user("rita", "rep"))


@pytest.fixture
def buyer(rep, make) -> int:
    return int(make(rep, "customer", name="Acme Ltd", phase="none", fame="none")["id"])


def deal_with(rep, make, buyer: int) -> int:
    number = int(make(rep, "deal", name="Acme", amount="5")["id"])
    choices = {"customer": Choice(existing=buyer), "quote": Choice(skip=True)}
    # a request of its own: what follows is known by its correlation
    context = context_for(rep.workspace, rep.actor)
    convert(context=context, entity="deal", record_id=number, conversion="deal_to_quote", choices=choices)
    return number


def undo(rep, number: int) -> None:
    context = context_for(rep.workspace, rep.actor)
    undo_conversion(context=context, entity="deal", record_id=number, conversion="deal_to_quote")


def customer(rep, number: int) -> tuple[Any, ...]:
    entity = rep.schema.get_entity("customer")
    found = orjson.loads(get_record(context=rep, entity=entity, record_id=number))
    return found["phase"], found["fame"], found["since"] is not None


def test_what_rules_set_on_the_way_goes_back(rep, make, buyer):
    """CONV-01: in the record that was chosen, by a rule of the source and by one that this led to."""
    number = deal_with(rep, make, buyer)
    carry_on(rep.workspace, NOW)
    assert customer(rep, buyer) == ("buys", "known", True)
    undo(rep, number)
    assert customer(rep, buyer) == ("none", "none", False)
    carry_on(rep.workspace, NOW)
    assert customer(rep, buyer) == ("none", "none", False)


def test_rules_that_wait_do_no_more(rep, make, buyer):
    """CONV-01: undone before a worker came to it."""
    undo(rep, deal_with(rep, make, buyer))
    carry_on(rep.workspace, NOW)
    assert customer(rep, buyer) == ("none", "none", False)
    assert {run.state for run in Run.objects.filter(rule="buys")} == {"cancelled"}


def test_what_somebody_set_since_or_another_conversion_needs_stays(rep, make, buyer):
    """CONV-01: only what is still as the rule left it, while nobody else rests on it."""
    first, second = deal_with(rep, make, buyer), deal_with(rep, make, buyer)
    carry_on(rep.workspace, NOW)
    undo(rep, first)
    assert customer(rep, buyer) == ("buys", "known", True)
    update_record(context=rep, entity="customer", record_id=buyer, values={"fame": "famous"})
    undo(rep, second)
    assert customer(rep, buyer)[1] == "famous"


def test_what_rules_did_for_other_reasons_stays(rep, make, buyer):
    """CONV-01: a run of the same rule over another deal is none of its business."""
    number = deal_with(rep, make, buyer)
    carry_on(rep.workspace, NOW)
    update_record(
        context=context_for(rep.workspace), entity="customer", record_id=buyer, values={"phase": "none"}
    )
    other = make(rep, "deal", name="Other", amount="5", customer=str(buyer))
    winner = context_for(rep.workspace)
    update_record(context=winner, entity="deal", record_id=int(other["id"]), values={"stage": "won"})
    carry_on(rep.workspace, NOW)
    undo(rep, number)
    assert customer(rep, buyer)[0] == "buys"
