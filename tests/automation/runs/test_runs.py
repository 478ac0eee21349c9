"""Rules that act: when they begin, what they do, and what becomes of those that fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from odos.automation.runs.carrying import carry_on
from odos.automation.runs.models import Run, Step
from odos.automation.runs.operations import cancel_run, retry_run
from odos.automation.runs.queries import Wanted, get_run, list_runs
from odos.database.session import execute, fetch_all
from odos.kernel.problems import Conflict, Invalid
from odos.records.context import Context
from odos.records.lists.queries import get_record
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.delivery import drain_outbox
from odos.records.writes.operations import delete_record, update_record
from odos.records.writes.previews import preview_record
from odos.storage.active import active_schema
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields

FIELDS = (
    ("customer", "stage", {"kind": "text"}),
    ("customer", "won_on", {"kind": "date"}),
    ("customer", "keeper", {"kind": "user"}),
    ("quote", "state", {"kind": "text"}),
    ("quote", "discount", {"kind": "percent", "scale": 2}),
)


@pytest.fixture
def office(app):
    publish_fields(app, *FIELDS)
    return app


@pytest.fixture
def rule(office) -> Callable[..., None]:
    def put(text: str, key: str = "rule", **more: Any) -> None:
        entity = text.split(" on ")[1].split()[0] if text.startswith("every") else text.split()[1]
        publish(office, [labelled(key, kind="rule", key=key, entity=entity, text=text, **more)])

    return put


def asking(office, **attributes: Any) -> Context:
    return context_for(office, **attributes)


def carry(office, now: datetime = NOW) -> int:
    return carry_on(office, now)


def change(office, record, **values) -> None:
    context, entity = asking(office), record["entity"]
    update_record(context=context, entity=entity, record_id=int(record["id"]), values=values)


def read(office, entity: str, record_id) -> dict[str, Any]:
    context = asking(office)
    return orjson.loads(
        get_record(context=context, entity=context.schema.get_entity(entity), record_id=int(record_id))
    )


@pytest.fixture
def customer(office, make, admin) -> dict[str, Any]:
    return {**make(asking(office), "customer", name="Acme", stage="new"), "entity": "customer"}


def runs(office) -> list[Run]:
    return list(Run.objects.order_by("id"))


class TestTriggers:
    def test_a_change_for_which_the_condition_holds_puts_a_run_in(self, office, rule, customer):
        """PLAT-27: a trigger runs actions."""
        rule(
            'on customer when changed(stage) and stage = "won" set won_on = today, notes = "from " & old.stage'
        )
        change(office, customer, notes="nothing to do with it")
        change(office, customer, stage="open")
        assert runs(office) == []
        change(office, customer, stage="won")
        assert [run.state for run in runs(office)] == ["waiting"]
        assert carry(office) == 1
        found = read(office, "customer", customer["id"])
        assert (found["won_on"], found["notes"]) == ("2026-03-02", "from open")
        assert runs(office)[0].state == "done"

    def test_events_choose_between_new_and_old_records(self, office, rule, customer, make):
        rule('on customer created set stage = "fresh"', "created")
        rule('on customer changed when changed(name) set stage = "renamed"', "changed")
        made = make(asking(office), "customer", name="Beta")
        carry(office)
        assert read(office, "customer", made["id"])["stage"] == "fresh"
        change(office, customer, name="Beta")
        carry(office)
        assert read(office, "customer", customer["id"])["stage"] == "renamed"

    def test_a_condition_may_read_collections_and_totals(self, office, rule, make):
        rule(
            'on quote when total > 100 and count(lines) > 1 and (is_new or changed(contact_name)) set state = "big"'
        )
        line = {"text": "x", "quantity": "2", "price": "40"}
        small = make(asking(office), "quote", lines=[line])
        large = make(asking(office), "quote", lines=[line, line])
        carry(office)
        assert "state" not in {key for key, value in read(office, "quote", small["id"]).items() if value}
        assert read(office, "quote", large["id"])["state"] == "big"

    def test_bulk_writes_put_in_a_run_for_each_row(self, office, rule):
        rule('on customer created when name starts with "A" set stage = "a"')
        rows = [{"name": f"{'A' if number % 2 else 'B'}{number}"} for number in range(40)]
        write_bulk(context=asking(office), entity="customer", request=BulkRequest(create=rows))
        assert len(runs(office)) == 20
        assert carry(office) == 20

    def test_what_is_only_tried_puts_in_nothing(self, office, rule, customer):
        rule('on customer when changed(stage) set notes = "x"')
        context = asking(office)
        entity = context.schema.get_entity("customer")
        preview_record(context=context, entity=entity, record_id=int(customer["id"]), values={"stage": "won"})
        with pytest.raises(Invalid):
            update_record(
                context=context,
                entity="customer",
                record_id=int(customer["id"]),
                values={"stage": "x", "name": ""},
            )
        assert runs(office) == []

    def test_a_deletion_is_heard_of_once_however_often_it_is_told(self, office, rule, customer):
        rule('on customer deleted create product with name = "was " & name')
        delete_record(context=asking(office), entity="customer", record_id=int(customer["id"]))
        events = fetch_all(office, "SELECT id FROM outbox WHERE event = 'deleted'")
        execute(office, "UPDATE outbox SET xid = '1'")
        execute(office, "CREATE TEMP TABLE again AS SELECT * FROM outbox WHERE event = 'deleted'")
        _drain(office)
        execute(office, "INSERT INTO outbox SELECT * FROM again")
        _drain(office)
        assert len(events) == len(runs(office)) == 1
        carry(office)
        assert _names(office, "product") == ["was Acme"]

    def test_an_inactive_rule_does_nothing(self, office, rule, customer):
        rule('on customer when changed(stage) set notes = "x"', active=False)
        change(office, customer, stage="won")
        assert runs(office) == []


def _drain(office) -> None:
    while drain_outbox(office, NOW):
        pass


def _all(office, entity: str) -> list[dict[str, Any]]:
    table = active_schema(office).get_entity(entity).table
    return [
        read(office, entity, row[0]) for row in fetch_all(office, f'SELECT id FROM "{table}" ORDER BY id')
    ]


def _names(office, entity: str) -> list[str]:
    return [row["name"] for row in _all(office, entity)]


def _customer_code(office) -> tuple[str, str]:
    entity = active_schema(office).get_entity("customer")
    return entity.table, entity.fields["code"].column


class TestActions:
    def test_it_writes_the_records_that_it_refers_to(self, office, rule, customer, make):
        rule(
            'on quote when changed(state) and state = "won" set customer.stage = "customer", customer.won_on = today'
        )
        quote = {**make(asking(office), "quote", customer=customer["id"]), "entity": "quote"}
        change(office, quote, state="won")
        carry(office)
        found = read(office, "customer", customer["id"])
        assert (found["stage"], found["won_on"]) == ("customer", "2026-03-02")

    def test_it_creates_records(self, office, rule, customer, make):
        rule(
            'on customer when changed(stage) create quote with customer = id, contact_name = "For " & name,'
            " discount = 10%"
        )
        change(office, customer, stage="won")
        carry(office)
        (found,) = _all(office, "quote")
        assert (found["customer"]["id"], found["contact_name"]) == (customer["id"], "For Acme")
        assert found["discount"] == "10.00"

    def test_it_updates_related_records_and_line_items(self, office, rule, make, admin):
        product = make(admin, "product", name="Pump", price="7")
        rule(
            "on quote when changed(state) update lines where quantity > 1 set price = product.price"
            " update products set price = 8"
        )
        lines = [
            {"text": text, "quantity": quantity, "product": product["id"]}
            for text, quantity in (("a", "1"), ("b", "2"))
        ]
        made = make(asking(office), "quote", lines=lines, products=[product["id"]])
        change(office, {**made, "entity": "quote"}, state="priced")
        assert carry(office) == 2
        assert [line.get("price") for line in read(office, "quote", made["id"])["lines"]] == [None, "7.00"]
        assert read(office, "product", product["id"])["price"] == "8.00"

    def test_it_tells_people_once(self, office, rule, customer, new_user):
        anna = new_user("anna")
        change(office, customer, keeper=str(anna.user_id))
        rule("on customer when changed(stage) notify keeper by inbox")
        change(office, customer, stage="won")
        carry(office)
        told = fetch_all(office, "SELECT recipient, kind FROM notification WHERE kind = 'automation'")
        assert told == [(anna.user_id, "automation")]

    def test_it_waits_for_a_while_and_for_a_condition(self, office, rule, customer):
        rule(
            'on customer when changed(stage) and stage = "won" wait for 2 days'
            ' wait until notes = "paid", at most 1 week set stage = "closed"'
        )
        change(office, customer, stage="won")
        carry(office)
        assert carry(office, NOW + timedelta(days=1)) == 0
        later = NOW + timedelta(days=2, minutes=1)
        carry(office, later)
        assert read(office, "customer", customer["id"])["stage"] == "won"
        change(office, customer, notes="paid")
        carry(office, later + timedelta(minutes=10))
        assert read(office, "customer", customer["id"])["stage"] == "closed"

    def test_a_wait_that_takes_too_long_ends_the_run(self, office, rule, customer):
        rule('on customer when changed(stage) wait until notes = "paid", at most 2 days set stage = "closed"')
        change(office, customer, stage="won")
        carry(office)
        carry(office, NOW + timedelta(days=3))
        assert runs(office)[0].state == "done"
        assert read(office, "customer", customer["id"])["stage"] == "won"

    def test_the_trail_names_the_rule_and_what_led_to_it(self, office, rule, customer):
        rule('on customer when changed(stage) set notes = "x"')
        change(office, customer, stage="won")
        carry(office)
        entry = fetch_all(
            office, "SELECT source, reason, cause::text FROM audit_entry ORDER BY id DESC LIMIT 1"
        )[0]
        assert entry == ("rule", "rule", str(runs(office)[0].uid))


class TestFailures:
    RULE = 'on customer when changed(stage) and stage = "won" set notes = "began" set code = "taken" set stage = "done"'

    @pytest.fixture
    def failed(self, office, rule, customer, make):
        make(asking(office), "customer", name="Other", code="taken")
        rule(self.RULE)
        change(office, customer, stage="won")
        carry(office)
        return runs(office)[0]

    def test_a_step_that_is_refused_stops_the_run_there(self, office, failed, customer):
        """PLAT-27: the run log has every step."""
        assert (failed.state, failed.position) == ("failed", 1)
        assert failed.error["code"] == "invalid"
        assert "taken" in str(failed.error)
        steps = get_run(context=asking(office), run_id=failed.pk)["steps"]
        assert [(step["position"], step["state"]) for step in steps] == [(0, "done"), (1, "failed")]
        assert read(office, "customer", customer["id"])["notes"] == "began"

    def test_it_is_retried_from_the_step_that_failed(self, office, failed, customer):
        table, code = _customer_code(office)
        execute(office, f'UPDATE "{table}" SET "{code}" = NULL')
        retry_run(context=asking(office), run_id=failed.pk)
        change(office, customer, notes="untouched by the retry")
        carry(office)
        found = read(office, "customer", customer["id"])
        assert (found["stage"], found["code"], found["notes"]) == ("done", "taken", "untouched by the retry")
        with pytest.raises(Conflict):
            retry_run(context=asking(office), run_id=failed.pk)

    def test_what_may_pass_is_tried_again_later(self, office, rule, customer, monkeypatch):
        rule('on customer when changed(stage) set notes = "x"')
        change(office, customer, stage="won")
        execute(office, "UPDATE automation_run SET source = 'on customer run action \"nothing.such\"'")
        carry(office)
        assert runs(office)[0].state == "failed"  # 404: trying again cannot help

    def test_rules_that_lead_to_each_other_are_stopped(self, office, rule, customer):
        """PLAT-27: loop guard."""
        rule('on customer when changed(stage) set notes = notes & "a"', "first")
        rule('on customer when changed(notes) set stage = stage & "b"', "second")
        change(office, customer, stage="won")
        for _ in range(30):
            carry(office)
        assert runs(office)[-1].state == "stopped"
        assert len(runs(office)) == 11
        assert runs(office)[-1].error["code"] == "rule_loop"

    def test_a_run_whose_record_is_gone_ends(self, office, rule, customer):
        rule('on customer when changed(stage) set notes = "x"')
        change(office, customer, stage="won")
        delete_record(context=asking(office), entity="customer", record_id=int(customer["id"]))
        carry(office)
        assert runs(office)[0].state == "cancelled"

    def test_it_can_be_cancelled_while_it_waits(self, office, rule, customer):
        rule('on customer when changed(stage) wait for 1 day set notes = "x"')
        change(office, customer, stage="won")
        carry(office)
        cancel_run(context=asking(office), run_id=runs(office)[0].pk)
        assert carry(office, NOW + timedelta(days=2)) == 0

    def test_a_running_one_keeps_the_rule_that_it_began_with(self, office, rule, customer):
        rule('on customer when changed(stage) wait for 1 day set notes = "old"')
        change(office, customer, stage="won")
        carry(office)
        rule('on customer when changed(stage) set notes = "new"')
        carry(office, NOW + timedelta(days=2))
        assert read(office, "customer", customer["id"])["notes"] == "old"


def test_the_log_is_listed_by_rule_state_and_record(office, rule, customer):
    rule('on customer when changed(stage) set notes = "x"')
    change(office, customer, stage="a")
    change(office, customer, stage="b")
    carry(office)
    entity = active_schema(office).get_entity("customer")
    page = list_runs(context=asking(office), wanted=Wanted(rule="rule", state="done"), limit=1)
    rest = list_runs(context=asking(office), wanted=Wanted(rule="rule"), after=int(page.next or 0))
    assert len(page.items) == len(rest.items) == 1
    of_record = Wanted(entity_id=entity.id, record_id=int(customer["id"]))
    assert len(list_runs(context=asking(office), wanted=of_record).items) == 2
    assert page.items[0]["record"]["label"] == "Acme"
    assert Step.objects.count() == 2
