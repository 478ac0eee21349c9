"""What is kept of moves: since when, how likely, by whom, for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import orjson
import pytest

from odos.records.actions import carry_out, list_offers
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.workflow.stages.visits import stage_history
from tests.fixtures.application import NOW, context_for
from tests.workflow.deals import publish_deals


@pytest.fixture
def rep(app, new_user):
    publish_deals(app)
    return context_for(app, new_user("rita", "rep"))


def after(context, **delta):
    return replace(context, now=NOW + timedelta(**delta))


def move(context, deal, stage, **values):
    body = update_record(
        context=context, entity="deal", record_id=int(deal["id"]), values={"stage": stage, **values}
    )
    return orjson.loads(body)


def test_confidence_follows_the_stage(rep, make):
    """SALES-01: the confidence of a stage feeds the weighted amount, unless somebody knows better."""
    deal = make(rep, "deal", name="A", amount="1000")
    assert (deal["likely"], Decimal(deal["weighted"])) == ("10.00", 100)
    assert move(rep, deal, "talks")["likely"] == "30.00"
    assert move(rep, deal, "new", likely="55")["likely"] == "55.00"
    moved = move(rep, deal, "talks", likely="55")
    assert (moved["likely"], Decimal(moved["weighted"])) == ("30.00", 300)
    assert make(rep, "deal", name="B", likely="80")["likely"] == "80.00"


def test_visits_are_kept_with_their_times(rep, make):
    """FLOW-08: entered at, by, left, elapsed and working time."""
    deal = make(rep, "deal", name="A", amount="5")
    assert deal["stage_since"] == "2026-03-02T09:30:00+00:00"
    move(after(rep, days=1), deal, "talks")
    move(after(rep, days=1, hours=2), deal, "lost", reason="Price")
    entity, later = rep.schema.get_entity("deal"), after(rep, days=7)
    found = stage_history(context=later, entity=entity, record_id=int(deal["id"]))
    assert [(item["stage"], item["seconds"]) for item in found] == [
        ("new", 86400),
        ("talks", 7200),
        ("lost", 511200),
    ]
    assert found[0]["working_hours"] == 8.0
    assert found[1]["entered_by"] == found[0]["left_by"] == {"id": str(rep.actor.user_id), "label": "Rita"}
    assert found[2]["left_at"] is None


def test_bulk_moves_leave_their_visits(rep, make):
    """FLOW-08: the history survives bulk moves, by one statement."""
    listed = [make(rep, "deal", name=str(number), amount="5") for number in range(5)]
    update = [{"id": deal["id"], "stage": "talks"} for deal in listed]
    write_bulk(context=after(rep, hours=3), entity="deal", request=BulkRequest(update=update))
    entity = rep.schema.get_entity("deal")
    for deal in listed:
        found = stage_history(context=after(rep, hours=4), entity=entity, record_id=int(deal["id"]))
        assert [(item["stage"], item["seconds"]) for item in found] == [("new", 10800), ("talks", 3600)]


def test_lists_find_what_has_not_moved_for_long(rep, make):
    """FLOW-08: time in stage in filters; "stage unchanged for long" is a rule."""
    deals = [make(rep, "deal", name=name, amount="5") for name in ("still", "moved")]
    move(after(rep, days=20), deals[1], "talks")
    asked = ListRequest(filter="stage_since < now - 15 days", fields=("name",))
    entity = rep.schema.get_entity("deal")
    page = list_records(context=after(rep, days=21), entity=entity, request=asked)
    assert [orjson.loads(item)["name"] for item in page.items] == ["still"]


def test_the_path_tells_what_each_stage_asks(rep, make):
    """FLOW-08: the status path shows what is missing; moving fills it in."""
    deal = make(rep, "deal", name="A")
    entity, number = rep.schema.get_entity("deal"), int(deal["id"])
    offers = dict(list_offers(context=rep, entity=entity, record_id=number))
    stages = {stage["key"]: stage for stage in offers["move.stage"].details["stages"]}
    assert list(stages) == ["new", "talks", "offer", "won", "lost"]
    assert stages["new"]["entered_at"] is not None
    assert [issue["message"]["en"] for issue in stages["offer"]["issues"]] == [
        "Say what it is worth",
        "An offer has lines",
    ]
    assert stages["offer"]["asks"] == ["amount"]
    assert stages["lost"]["asks"] == ["reason"]
    assert [issue["code"] for issue in stages["won"]["issues"]] == ["stage_role", "stage_condition"]
    sent = {"stage": "lost", "values": {"reason": "Price", "amount": "1"}, "version": deal["version"]}
    done = carry_out(context=rep, entity="deal", record_id=number, key="move.stage", values=sent)
    assert orjson.loads(done.record or "")["stage"] == "lost"
