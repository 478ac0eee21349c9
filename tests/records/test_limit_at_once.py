"""What one change touches: up to the limit in its own transaction, beyond it in a job with progress, equally."""

from __future__ import annotations

import orjson
import pytest

from odos.jobs.models import Job
from odos.jobs.queries import get_job
from odos.jobs.running import work_once
from odos.records.computed.recomputing import MAX_AT_ONCE, RECOMPUTE
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from tests.fixtures.application import context_for, publish_fields

FIELDS = [
    ("quote", "tier", {"kind": "lookup", "path": "customer.tier"}),
    ("quote", "share", {"kind": "formula", "expression": 'IF(tier = "a", 2, 1) * LEN(customer.name)'}),
]


@pytest.fixture
def computing(app):
    publish_fields(app, *FIELDS)
    return context_for(app)


def with_quotes(context, make, number: int) -> int:
    customer = make(context, "customer", name="Four", tier="b")["id"]
    rows = [{"customer": customer} for _ in range(number)]
    write_bulk(context=context, entity="quote", request=BulkRequest(create=rows))
    return int(customer)


def follows(context, customer: int) -> dict[tuple[str, str], int]:
    """How many quotes have which computed values."""
    found: dict[tuple[str, str], int] = {}
    entity, cursor = context.schema.entities["quote"], None
    while True:
        asked = ListRequest(
            filter=f'customer = "{customer}"', fields=("tier", "share"), limit=1000, cursor=cursor
        )
        page = list_records(context=context, entity=entity, request=asked)
        for row in map(orjson.loads, page.items):
            found[row["tier"], row["share"]] = found.get((row["tier"], row["share"]), 0) + 1
        cursor = page.next
        if cursor is None:
            return found


def waiting() -> list[Job]:
    return list(Job.objects.filter(kind=RECOMPUTE, state="queued"))


def test_the_limit_is_a_thousand():
    assert MAX_AT_ONCE == 1_000


def test_up_to_the_limit_all_follows_in_the_transaction_and_beyond_it_in_a_job(computing, make):
    at_once, later = (
        with_quotes(computing, make, MAX_AT_ONCE), with_quotes(computing, make, MAX_AT_ONCE + 1)
    )  # fmt: skip
    for customer in (at_once, later):
        assert set(follows(computing, customer)) == {("b", "4.0000")}
        update_record(context=computing, entity="customer", record_id=customer, values={"tier": "a"})
        if customer == at_once:
            assert waiting() == []
            assert follows(computing, at_once) == {("a", "8.0000"): MAX_AT_ONCE}
    assert follows(computing, later) == {("b", "4.0000"): MAX_AT_ONCE + 1}
    [job] = waiting()
    while work_once(workspace=computing.workspace) is not None:
        pass
    ended = get_job(workspace=computing.workspace, job_id=job.pk, actor=computing.actor)
    assert (ended.state, ended.done, ended.result) == (
        "done", MAX_AT_ONCE + 1, {"recomputed": MAX_AT_ONCE + 1},
    )  # fmt: skip
    assert follows(computing, later) == {("a", "8.0000"): MAX_AT_ONCE + 1}
