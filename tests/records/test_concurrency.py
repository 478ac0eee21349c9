"""Two at once: rollups, versions, trees, numbers, deletion against reference. Each test commits for real."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import orjson
import pytest

from odos.database.session import execute, fetch_value, transaction
from odos.kernel.problems import Conflict, Invalid, Problem, Stale
from odos.kernel.sql import quote
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.records.context import Context
from odos.records.jobs import recompute_late
from odos.records.lists.queries import load_record
from odos.records.writes.operations import create_record, delete_record, fenced, update_record
from odos.storage.active import refresh
from tests.fixtures.application import DOCUMENTS, NOW, context_for, publish, publish_platform


@pytest.fixture(scope="module")
def live(live_workspace):
    publish_platform(live_workspace.workspace)
    publish(live_workspace.workspace, DOCUMENTS)
    return live_workspace


@pytest.fixture
def context(live) -> Context:
    return context_for(live.workspace)


def new(context: Context, entity: str, **values) -> int:
    return int(orjson.loads(create_record(context=context, entity=entity, values=values))["id"])


def read(context: Context, entity: str, record_id: int) -> dict:
    return load_record(context=context, entity=context.schema.entities[entity], record_id=record_id)


def outcome(work):
    try:
        return work()
    except Problem as refusal:
        return refusal


def test_two_writers_of_one_parent_leave_the_right_total(live, context):
    customer = new(context, "customer", name="Shared")
    start = threading.Barrier(2)

    def add(quantity: str):
        start.wait()
        for _ in range(10):
            new(
                replace(context),
                "quote",
                customer=str(customer),
                lines=[{"quantity": quantity, "price": "1"}],
            )

    live.at_once(lambda: add("1"), lambda: add("2"))
    assert read(context, "customer", customer)["quoted"] == "30.0000"


def test_a_rollup_sees_what_the_other_committed_while_it_waited(live, context):
    """The lock comes first, the sum in a new statement: a sum taken before the wait would miss a row."""
    customer = new(context, "customer", name="Waits")
    holding, release = threading.Event(), threading.Event()

    def first():
        def work(current):
            create_record(
                context=current,
                entity="quote",
                values={"customer": str(customer), "lines": [{"quantity": "5", "price": "1"}]},
            )
            holding.set()
            release.wait(10)

        fenced(replace(context), work)

    def second():
        holding.wait(10)
        threading.Timer(0.2, release.set).start()
        new(replace(context), "quote", customer=str(customer), lines=[{"quantity": "7", "price": "1"}])

    live.at_once(first, second)
    assert read(context, "customer", customer)["quoted"] == "12.0000"


def test_a_parent_that_stays_locked_is_left_to_the_job(live, context):
    customer = new(context, "customer", name="Hot")
    holder = live.connect()
    with holder.cursor() as cursor:
        table = quote(context.schema.entities["customer"].table)
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR NO KEY UPDATE", [customer])
        new(context, "quote", customer=str(customer), lines=[{"quantity": "3", "price": "1"}])
    assert (
        fetch_value(live.workspace, "SELECT count(*) FROM late_rollup WHERE record_id = %s", [customer]) == 1
    )
    holder.rollback()
    assert read(context, "customer", customer)["quoted"] == "0.0000"
    run_late(live.workspace)
    assert read(context, "customer", customer)["quoted"] == "3.0000"


def run_late(workspace):
    class Job:
        claim = SimpleNamespace(correlation=uuid4())

        def __init__(self):
            self.workspace = workspace

        def now(self):
            return NOW

        def progress(self, _done):
            pass

    recompute_late(Job())


def test_of_two_who_save_the_same_version_one_is_told(live, context):
    record = new(context, "customer", name="Same")
    start = threading.Barrier(2)

    def save(name: str):
        start.wait()
        return outcome(
            lambda: update_record(
                context=replace(context),
                entity="customer",
                record_id=record,
                values={"name": name},
                if_version=1,
            )
        )

    results = live.at_once(lambda: save("one"), lambda: save("two"))
    refusals = [result for result in results if isinstance(result, Stale)]
    assert len(refusals) == 1
    assert refusals[0].extra["current"]["version"] == 2


def test_two_moves_cannot_close_a_circle_together(live, context):
    one, two = new(context, "customer", name="One"), new(context, "customer", name="Two")
    start = threading.Barrier(2)

    def move(record: int, below: int):
        start.wait()
        return outcome(
            lambda: update_record(
                context=replace(context), entity="customer", record_id=record, values={"parent": str(below)}
            )
        )

    results = live.at_once(lambda: move(one, two), lambda: move(two, one))
    assert sum(isinstance(result, Problem) for result in results) == 1


def test_numbers_are_given_once(live, context):
    def make():
        return [
            orjson.loads(create_record(context=replace(context), entity="quote", values={}))["number"]
            for _ in range(10)
        ]

    numbers = [number for batch in live.at_once(make, make, make) for number in batch]
    assert len(set(numbers)) == 30


def test_nobody_refers_to_what_is_being_deleted(live, context):
    product = new(context, "product", name="Going")
    deleting, release = threading.Event(), threading.Event()

    def delete():
        def work(current):
            delete_record(context=current, entity="product", record_id=product)
            deleting.set()
            release.wait(10)

        fenced(replace(context), work)

    def refer():
        deleting.wait(10)
        threading.Timer(0.2, release.set).start()
        return outcome(
            lambda: new(replace(context), "quote", lines=[{"quantity": "1", "product": str(product)}])
        )

    _, refusal = live.at_once(delete, refer)
    assert isinstance(refusal, Invalid)
    assert refusal.issues[0].code == "reference_not_found"


def test_what_is_referred_to_meanwhile_is_not_deleted(live, context):
    product = new(context, "product", name="Staying")
    referring, release = threading.Event(), threading.Event()

    def refer():
        def work(current):
            create_record(
                context=current,
                entity="quote",
                values={"lines": [{"quantity": "1", "product": str(product)}]},
            )
            referring.set()
            release.wait(10)

        fenced(replace(context), work)

    def delete():
        referring.wait(10)
        threading.Timer(0.2, release.set).start()
        return outcome(lambda: delete_record(context=replace(context), entity="product", record_id=product))

    _, refusal = live.at_once(refer, delete)
    assert isinstance(refusal, Conflict)


def test_a_write_of_an_outdated_version_runs_on_the_new_one(live, context):
    """The context still holds the old schema; the fence gives the write the new one."""
    field = {"kind": "text", "label": {"en": "Fax", "zh-hans": "传真"}, "order": 99}
    apply(
        workspace=live.workspace,
        changes=read_changes([{"op": "put", "kind": "field", "key": "customer.fax", "document": field}]),
        message="fax",
        actor=context.actor,
        now=NOW,
    )
    made = orjson.loads(create_record(context=context, entity="customer", values={"name": "F", "fax": "123"}))
    assert made["fax"] == "123"
    refresh(live.workspace)


def test_a_failed_save_leaves_nothing_behind(live, context):
    before = fetch_value(live.workspace, "SELECT count(*) FROM audit_entry")
    entity = context.schema.entities["customer"]
    with pytest.raises(RuntimeError), transaction(live.workspace):
        create_record(context=context, entity="customer", values={"name": "Ghost"})
        raise RuntimeError
    assert fetch_value(live.workspace, "SELECT count(*) FROM audit_entry") == before
    column = quote(entity.fields["name"].column)
    assert (
        fetch_value(live.workspace, f"SELECT count(*) FROM {quote(entity.table)} WHERE {column} = 'Ghost'")
        == 0
    )
    execute(live.workspace, "DELETE FROM late_rollup")
