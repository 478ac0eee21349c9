"""PLAT-02: another formula reaches old rows with one statement for each batch, while people go on working.

The tests commit for real.
"""

from __future__ import annotations

import threading

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.jobs.running import work_once
from odos.meta.rows import refreshing
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record, update_record
from odos.storage.active import refresh
from tests.fixtures.application import DOCUMENTS, context_for, publish, publish_fields, publish_platform

ROWS, BATCH = 400, 20
PEOPLE, SAVES = 2, 40


def formula(expression: str):
    return ("product", "worth", {"kind": "formula", "expression": expression})


@pytest.fixture(scope="module")
def live(live_workspace):
    publish_platform(live_workspace.workspace)
    publish(live_workspace.workspace, DOCUMENTS)
    publish_fields(live_workspace.workspace, formula("price * 2"))
    run_jobs(live_workspace.workspace)
    return live_workspace


def run_jobs(workspace) -> None:
    while work_once(workspace=workspace) is not None:
        pass


def products(workspace) -> dict[str, dict[str, str]]:
    context = context_for(workspace)
    request = ListRequest(fields=("name", "price", "worth"), limit=1000)
    page = list_records(context=context, entity=context.schema.entities["product"], request=request)
    assert page.next is None
    return {row["id"]: row for row in map(orjson.loads, page.items)}


def test_nothing_that_people_save_meanwhile_is_lost(live, monkeypatch):
    workspace = live.workspace
    monkeypatch.setattr(refreshing, "BATCH_ROWS", BATCH)
    rows = [{"name": f"P{n}", "price": str(n)} for n in range(ROWS)]
    ids = write_bulk(
        context=context_for(workspace), entity="product", request=BulkRequest(create=rows)
    ).created
    publish_fields(workspace, formula("price * 3"))
    start, saved, statements = threading.Barrier(PEOPLE + 1), {}, []

    def work() -> None:
        refresh(workspace)
        start.wait()
        with CaptureQueriesContext(connection) as captured:
            run_jobs(workspace)
        statements.extend(query["sql"] for query in captured)

    def person(number: int) -> None:
        start.wait()
        for turn in range(SAVES):
            context = context_for(workspace)
            record = ids[(turn * PEOPLE + number) * ROWS // (SAVES * PEOPLE)]
            price = str(1000 + turn * PEOPLE + number)
            update_record(context=context, entity="product", record_id=record, values={"price": price})
            saved[str(record)] = price
            made = create_record(
                context=context, entity="product", values={"name": f"N{number}.{turn}", "price": price}
            )
            saved[orjson.loads(made)["id"]] = price

    live.at_once(work, *(lambda number=number: person(number) for number in range(PEOPLE)), seconds=300)
    run_jobs(workspace)
    found = products(workspace)
    assert len(found) == ROWS + PEOPLE * SAVES
    assert {key: float(found[key]["price"]) for key in saved} == {
        key: float(price) for key, price in saved.items()
    }
    wrong = [row for row in found.values() if float(row["worth"]) != 3 * float(row["price"])]
    assert wrong == []
    assert_one_statement_for_each_batch(workspace, statements)


def assert_one_statement_for_each_batch(workspace, statements: list[str]) -> None:
    table = context_for(workspace).schema.entities["product"].table
    batches = [sql for sql in statements if f"LIMIT {BATCH}" in sql and f'"{table}"' in sql and "id >" in sql]
    updates = [sql for sql in statements if f'UPDATE "{table}"' in sql]
    assert len(batches) > ROWS // BATCH
    assert 0 < len(updates) < len(batches)
