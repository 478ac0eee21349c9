"""What a reference's ``filter`` leaves out cannot be chosen, by any way in (PLAT-24)."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.exchange.mapping import read_mapping
from odos.exchange.operations import import_rows
from odos.exchange.sources import open_source
from odos.kernel.problems import Invalid
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.records.writes.previews import preview_record
from tests.fixtures.application import context_for, publish_fields

DEAR = {"kind": "reference", "target": "customer", "filter": 'tier = "a" and name <> "Nobody"'}
FIELDS = [
    ("product", "maker", DEAR),
    ("quote", "backup_customer", {**DEAR, "on_delete": "clear"}),
    ("quote", "products", {"kind": "references", "target": "product", "filter": "price > 0"}),
    ("quote_line", "product", {"kind": "reference", "target": "product", "filter": "price > 0"}),
]


@pytest.fixture
def admin(app):
    publish_fields(app, *FIELDS)
    return context_for(app)


@pytest.fixture
def good(admin, make):
    return make(admin, "customer", name="Good", tier="a")


@pytest.fixture
def poor(admin, make):
    return make(admin, "customer", name="Poor", tier="b")


def findings(refusal) -> dict[str, str]:
    return {"/".join(map(str, issue.path)): issue.code for issue in refusal.value.issues}


def change(context, entity, made, **values):
    return orjson.loads(
        update_record(context=context, entity=entity, record_id=int(made["id"]), values=values)
    )


def test_a_record_is_made_and_changed_only_with_what_may_be_chosen(admin, make, good, poor):
    with pytest.raises(Invalid) as refusal:
        make(admin, "product", name="P", maker=poor["id"])
    assert findings(refusal) == {"maker": "reference_not_allowed"}
    assert refusal.value.issues[0].hint
    made = make(admin, "product", name="P", maker=good["id"])
    with pytest.raises(Invalid) as refusal:
        change(admin, "product", made, maker=poor["id"])
    assert findings(refusal) == {"maker": "reference_not_allowed"}
    assert change(admin, "product", made, maker=None)["maker"] is None


def test_an_absent_record_is_told_from_one_that_may_not_be_chosen(admin, make, poor):
    with pytest.raises(Invalid) as refusal:
        make(admin, "quote", customer="99999", backup_customer=poor["id"])
    assert findings(refusal) == {
        "customer": "reference_not_found", "backup_customer": "reference_not_allowed"
    }  # fmt: skip


def test_a_filter_is_of_its_field_alone(admin, make, poor, good):
    """The same record may be chosen by another field of the row."""
    made = make(admin, "quote", customer=poor["id"], backup_customer=good["id"])
    assert (made["customer"]["id"], made["backup_customer"]["id"]) == (poor["id"], good["id"])


def test_what_was_chosen_once_may_stay(admin, make, good):
    cheap, dear = make(admin, "product", name="C", price="1"), make(admin, "product", name="D", price="2")
    made = make(
        admin, "quote", backup_customer=good["id"], products=[cheap["id"]],
        lines=[{"quantity": "1", "product": cheap["id"]}],
    )  # fmt: skip
    change(admin, "customer", good, tier="b")
    change(admin, "product", cheap, price="0")
    line = {"id": made["lines"][0]["id"], "quantity": "5", "product": cheap["id"]}
    kept = change(
        admin, "quote", made, contact_name="x", backup_customer=good["id"],
        products=[cheap["id"], dear["id"]], lines=[line],
    )  # fmt: skip
    assert (kept["lines"][0]["quantity"], len(kept["products"])) == ("5.00", 2)


def test_links_and_lines_obey_at_their_place(admin, make):
    free = make(admin, "product", name="F", price="0")
    with pytest.raises(Invalid) as refusal:
        make(admin, "quote", products=[free["id"]])
    assert findings(refusal) == {"products": "reference_not_allowed"}
    lines = [{"quantity": "1"}, {"quantity": "1", "product": free["id"]}]
    with pytest.raises(Invalid) as refusal:
        make(admin, "quote", lines=lines)
    assert findings(refusal) == {"lines/1/product": "reference_not_allowed"}


def test_a_preview_tells(admin, poor):
    entity = admin.schema.entities["product"]
    told = preview_record(context=admin, entity=entity, record_id=None, values={"maker": poor["id"]})
    assert ("maker", "reference_not_allowed") in {(issue.path[0], issue.code) for issue in told.issues}


def test_a_bulk_call_leaves_rows_out_and_asks_once_for_all(admin, make, good, poor):
    def rows(number):
        return [{"name": f"P{n}", "maker": (poor if n % 5 == 0 else good)["id"]} for n in range(number)]

    def queries(number):
        with CaptureQueriesContext(connection) as captured:
            result = write_bulk(context=admin, entity="product", request=BulkRequest(create=rows(number)))
        assert len(result.created) == number - number // 5
        assert {error.issues[0].code for error in result.errors} == {"reference_not_allowed"}
        assert {error.issues[0].path for error in result.errors} == {("maker",)}
        return len(captured)

    queries(100)
    assert queries(500) <= queries(100)


def test_a_single_save_asks_nothing_more_for_a_filter(app, make):
    """The filter travels with the question whether the record is there."""
    context = context_for(app)

    def queries(context, maker):
        make(context, "product", name="warm", maker=maker["id"])
        with CaptureQueriesContext(connection) as captured:
            make(context, "product", name="P", maker=maker["id"])
        return len(captured)

    publish_fields(app, ("product", "maker", {"kind": "reference", "target": "customer"}))
    context = context_for(app)
    maker = make(context, "customer", name="Good", tier="a")
    plain = queries(context, maker)
    publish_fields(app, FIELDS[0])
    assert queries(context_for(app), maker) == plain


def test_an_import_leaves_such_rows_out(admin, good, poor, tmp_path):
    file = tmp_path / "products.csv"
    file.write_text("name,maker\nA,Good\nB,Poor\n")
    found = {}
    mapping = read_mapping(
        {"entity": "product", "columns": {"name": "name", "maker": {"field": "maker", "by": "name"}}}
    )
    with open_source(file) as source:
        report = import_rows(
            context=admin, entity="product", source=source, mapping=mapping,
            failures=lambda row, issues: found.update({row.number: [issue.code for issue in issues]}),
        )  # fmt: skip
    assert report.created == 1
    assert list(found.values()) == [["reference_not_allowed"]]
