"""Guards refuse, the outbox delivers in order and at least once, money carries its base amount (PLAT-13)."""

from __future__ import annotations

import orjson
import pytest

from odos.database.session import fetch_all, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.checks import guards
from odos.records.checks.guards import Guard
from odos.records.writes import delivery
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.delivery import Listener, drain_outbox
from odos.records.writes.operations import create_record, delete_record, update_record
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_platform


def locked(_context, attempts):
    for position, attempt in enumerate(attempts):
        if attempt.action != "create" and attempt.entity.key == "customer":
            yield position, Issue("locked", text("In approval", "审批中"))


def test_a_guard_stops_every_way_in(admin, make):
    made = make(admin, "customer", name="A")
    number = int(made["id"])
    with guards.registered(Guard("lock", 10, locked)):
        with pytest.raises(Invalid):
            update_record(context=admin, entity="customer", record_id=number, values={"name": "B"})
        with pytest.raises(Invalid):
            delete_record(context=admin, entity="customer", record_id=number)
        result = write_bulk(
            context=admin,
            entity="customer",
            request=BulkRequest(update=[{"id": made["id"], "name": "C"}], delete=[made["id"]]),
        )
        assert [error.issues[0].code for error in result.errors] == ["locked", "locked"]
    update_record(context=admin, entity="customer", record_id=number, values={"name": "B"})


def test_guards_are_asked_in_order(admin, make):
    asked = []
    first = Guard("z", 1, lambda *_: asked.append("first") or [])
    second = Guard("a", 2, lambda *_: asked.append("second") or [])
    with guards.registered(second), guards.registered(first):
        make(admin, "customer", name="A")
    assert asked == ["first", "second"]


@pytest.fixture(scope="module")
def live(live_workspace):
    publish_platform(live_workspace.workspace)
    note = labelled("note", kind="entity", key="note", title_field="name", fields={
        "name": labelled("name", kind="text", order=1), "price": labelled("price", kind="money", order=2),
        "on": labelled("on", kind="date", order=3), "dated": labelled("dated", kind="money", rate_on="on", order=4),
    })  # fmt: skip
    publish(live_workspace.workspace, [note])
    return live_workspace


def drain(live) -> None:
    while drain_outbox(live.workspace, NOW):
        pass


def test_events_come_in_order_for_each_record_and_once_committed(live):
    drain(live)
    context = context_for(live.workspace)
    heard = []
    one = int(orjson.loads(create_record(context=context, entity="note", values={"name": "1"}))["id"])
    for number in range(3):
        update_record(context=context, entity="note", record_id=one, values={"name": f"1.{number}"})
    listener = Listener("test", lambda _w, events, _now: heard.extend((e.event, e.version) for e in events))
    with delivery.registered(listener):
        drain(live)
    assert heard == [("created", 1), ("updated", 2), ("updated", 3), ("updated", 4)]
    assert fetch_value(live.workspace, "SELECT count(*) FROM outbox") == 0


def test_an_event_of_an_open_transaction_waits(live):
    """Below the snapshot's xmin: an older transaction may still write an earlier entry of the record."""
    drain(live)
    heard = []
    older = live.connect()
    with older.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
    create_record(context=context_for(live.workspace), entity="note", values={"name": "x"})
    with delivery.registered(Listener("test", lambda _w, events, _now: heard.extend(events))):
        drain(live)
        assert heard == []
        older.rollback()
        drain(live)
        assert len(heard) == 1


def test_a_failing_listener_holds_up_only_its_own_record(live):
    drain(live)
    context = context_for(live.workspace)
    bad = int(orjson.loads(create_record(context=context, entity="note", values={"name": "bad"}))["id"])
    good = int(orjson.loads(create_record(context=context, entity="note", values={"name": "good"}))["id"])
    heard = []

    def hear(_workspace, events, _now):
        if any(event.record_id == bad for event in events):
            raise RuntimeError("no")
        heard.extend(event.record_id for event in events)

    with delivery.registered(Listener("test", hear)):
        drain_outbox(live.workspace, NOW)
        drain_outbox(live.workspace, NOW)
    assert good in heard
    assert [row[0] for row in fetch_all(live.workspace, "SELECT record_id FROM outbox")] == [bad]
    drain(live)


def test_money_is_converted_at_the_rate_of_its_day(live):
    """PLAT-13: several currencies with dated rates."""
    context = context_for(live.workspace)
    code = {}
    for name, digits in (("CNY", 2), ("USD", 2), ("JPY", 0)):
        values = {"code": name, "digits": digits, "label": name}
        code[name] = orjson.loads(create_record(context=context, entity="currency", values=values))["id"]
    for day, rate in (("2026-01-01", "7.10"), ("2026-02-01", "7.25")):
        values = {"currency": code["USD"], "on_date": day, "rate": rate}
        create_record(context=context, entity="exchange_rate", values=values)
    made = orjson.loads(
        create_record(
            context=context,
            entity="note",
            values={
                "price": {"amount": "100", "currency": "USD"},
                "on": "2026-01-15",
                "dated": {"amount": "100", "currency": "USD"},
            },
        )
    )
    assert made["price"] == {"amount": "100.00", "currency": "USD", "base": "725.00"}
    assert made["dated"]["base"] == "710.00"
    with pytest.raises(Invalid) as refusal:
        create_record(context=context, entity="note", values={"price": {"amount": "1", "currency": "JPY"}})
    assert [(issue.code, issue.path) for issue in refusal.value.issues] == [("no_exchange_rate", ("price",))]
    with pytest.raises(Invalid):
        create_record(context=context, entity="note", values={"price": {"amount": "1", "currency": "XXX"}})
    changed = orjson.loads(
        update_record(context=context, entity="note", record_id=int(made["id"]), values={"on": "2026-02-03"})
    )
    assert changed["dated"]["base"] == "725.00"
