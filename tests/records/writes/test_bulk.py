"""Bulk writes, aggregates, previews, history."""

from __future__ import annotations

import orjson
import pytest

from odos.kernel.problems import Invalid
from odos.records.history.trail import list_record_history
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.records.writes.previews import preview_record


def test_good_rows_are_written_and_bad_ones_reported_by_row(admin):
    request = BulkRequest(
        create=[{"name": "A", "code": "1"}, {"name": ""}, {"name": "C", "code": "1"}, {"name": "北"}]
    )
    result = write_bulk(context=admin, entity="customer", request=request)
    assert len(result.created) == 2
    assert {error.index: error.issues[0].code for error in result.errors} == {1: "required", 2: "not_unique"}


def test_a_row_tells_all_its_faults_at_once_and_takes_neither_number_nor_value(admin):
    """PLAT-09: what cannot be read is told with what is missing, taken and not found."""
    rows = [
        {"name": " ", "code": "1", "revenue": "much", "parent": "99999"},
        {"name": "Good", "code": "1"},
    ]
    result = write_bulk(context=admin, entity="customer", request=BulkRequest(create=rows))
    (error,) = result.errors
    assert {f"{issue.path[0]}:{issue.code}" for issue in error.issues} == {
        "revenue:wrong_type", "name:required", "code:not_unique", "parent:reference_not_found",
    }  # fmt: skip
    assert len(result.created) == 1
    quotes = [{"backup_customer": "x"}, {"contact_name": "Lea"}, {"customer": "99999", "products": ["y"]}, {}]
    result = write_bulk(context=admin, entity="quote", request=BulkRequest(create=quotes))
    assert [error.index for error in result.errors] == [0, 2]
    page = list_records(context=admin, entity=admin.schema.entities["quote"], request=ListRequest())
    assert sorted(orjson.loads(item)["number"][-4:] for item in page.items) == ["0001", "0002"]


def test_rows_at_fault_match_records_and_reveal_nothing_of_those_that_are_not_there(admin, make):
    make(admin, "customer", name="Old", code="X")
    rows = [{"code": "X", "revenue": "much"}, {"code": {}, "revenue": "much"}]
    request = BulkRequest(create=rows, update=[{"id": "99999", "revenue": "much"}], upsert_on=("code",))
    result = write_bulk(context=admin, entity="customer", request=request)
    found = {
        (error.operation, error.index): [issue.code for issue in error.issues] for error in result.errors
    }
    assert found == {
        ("create", 0): ["wrong_type"],  # it changes the old record, which has a name
        ("create", 1): ["wrong_type", "wrong_type"],  # whether it is new is not known
        ("update", 0): ["wrong_type", "record_not_found"],
    }


def test_an_atomic_call_writes_nothing_when_one_row_is_wrong(admin):
    with pytest.raises(Invalid) as refusal:
        write_bulk(
            context=admin, entity="customer", request=BulkRequest(create=[{"name": "A"}, {}], atomic=True)
        )
    assert refusal.value.issues[0].path == ("create", 1, "name")
    page = list_records(context=admin, entity=admin.schema.entities["customer"], request=ListRequest())
    assert page.count == 0


def test_upsert_changes_what_is_there_and_creates_the_rest(admin, make):
    old = make(admin, "customer", name="Old", code="X")
    request = BulkRequest(
        create=[{"name": "New", "code": "X"}, {"name": "Other", "code": "Y"}], upsert_on=("code",)
    )
    result = write_bulk(context=admin, entity="customer", request=request)
    assert result.updated == [int(old["id"])]
    assert len(result.created) == 1


def test_updates_deletes_and_rows_with_lines(admin, make):
    customer = make(admin, "customer", name="A")
    gone = make(admin, "customer", name="B")
    request = BulkRequest(
        update=[{"id": customer["id"], "name": "A2"}, {"id": "99999", "name": "?"}], delete=[gone["id"]]
    )
    result = write_bulk(context=admin, entity="customer", request=request)
    assert (result.updated, result.deleted) == ([int(customer["id"])], [int(gone["id"])])
    assert [error.issues[0].code for error in result.errors] == ["record_not_found"]
    lines = [{"quantity": "2", "price": "3"}]
    result = write_bulk(
        context=admin,
        entity="quote",
        request=BulkRequest(
            create=[{"customer": customer["id"], "lines": lines}, {"customer": customer["id"]}]
        ),
    )
    rows, total = aggregate(
        context=admin,
        entity=admin.schema.entities["quote"],
        asked=Aggregation(("customer",), (Measure("sum", "total", "sum"), Measure("count", None, "n"))),
    )
    assert rows[0]["n"] == 2
    assert rows[0]["sum"].startswith("6")
    assert rows[0]["customer"]["label"] == "A2"
    assert total["n"] == 2


def test_a_thousand_rows_at_once_leave_audit_and_outbox(admin):
    rows = [{"name": f"Customer {number}", "revenue": str(number)} for number in range(1_000)]
    result = write_bulk(context=admin, entity="customer", request=BulkRequest(create=rows))
    assert len(result.created) == 1_000
    entity = admin.schema.entities["customer"]
    entries, _ = list_record_history(context=admin, entity=entity, record_id=result.created[-1])
    assert {change["field"]: change["to"] for change in entries[0]["changes"]}["name"] == "Customer 999"


def test_history_hides_masked_fields(admin, seller, make):
    made = make(seller, "customer", name="Mine")
    update_record(
        context=admin, entity="customer", record_id=int(made["id"]), values={"revenue": "7", "name": "M"}
    )
    entity = admin.schema.entities["customer"]
    seen, _ = list_record_history(context=seller, entity=entity, record_id=int(made["id"]))
    assert [change["field"] for change in seen[0]["changes"]] == ["name"]
    full, _ = list_record_history(context=admin, entity=entity, record_id=int(made["id"]))
    assert {change["field"] for change in full[0]["changes"]} == {"name", "revenue"}


def test_a_preview_stores_nothing(admin):
    entity = admin.schema.entities["quote"]
    lines = [{"quantity": "2", "price": "3"}]
    preview = preview_record(context=admin, entity=entity, record_id=None, values={"lines": lines})
    assert preview.values["lines"][0]["amount"] == "6.0000"
    assert list_records(context=admin, entity=entity, request=ListRequest()).count == 0
    refused = preview_record(context=admin, entity=entity, record_id=None, values={"lines": [{}]})
    assert [issue.code for issue in refused.issues] == ["required"]


def test_moves_in_one_call_may_not_close_a_circle_together(admin, make):
    first, second, third = (make(admin, "customer", name=name)["id"] for name in "ABC")
    moves = [{"id": first, "parent": second}, {"id": second, "parent": third}, {"id": third, "parent": first}]
    result = write_bulk(context=admin, entity="customer", request=BulkRequest(update=moves))
    assert [(error.index, error.issues[0].code) for error in result.errors] == [(2, "cycle")]
    assert sorted(result.updated) == sorted([int(first), int(second)])
