"""Values that a record starts with because of a record that was chosen in it."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.kernel.problems import Invalid
from odos.records.computed.filling import Change, fill
from odos.records.lists.queries import get_record
from odos.records.values import currencies
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record, delete_record, update_record
from odos.storage import active
from tests.fixtures.application import context_for, labelled, publish, publish_fields

A_DAY = 86_400.0
LINE = [
    ("quote_line", "text", {"kind": "text", "default": 'product.name & IF(code is blank, "", " " & code)'}),
    ("quote_line", "code", {"kind": "text", "default": "LEFT(product.name, 2)"}),
    (
        "quote_line",
        "price",
        {"kind": "decimal", "digits": 12, "scale": 2, "default": "product.price * 1.111"},
    ),
]
QUOTE = [
    ("quote", "contact_name", {"kind": "text", "default": "customer.parent.name"}),
    ("quote", "backup_customer", {
        "kind": "reference", "target": "customer", "on_delete": "clear", "default": "customer.parent"}),
    ("quote", "worth", {"kind": "decimal", "digits": 14, "scale": 2, "default": "customer.revenue"}),
]  # fmt: skip


@pytest.fixture
def filled(app):
    publish_fields(app, *LINE, *QUOTE)
    return context_for(app)


def made(context, entity, **values):
    return orjson.loads(create_record(context=context, entity=entity, values=values))


def read(context, entity, record):
    found = context.schema.get_entity(entity)
    return orjson.loads(get_record(context=context, entity=found, record_id=int(record["id"])))


def filling(context, entity, values, before=None):
    found = context.schema.get_entity(entity)
    return fill(context=context, entity=found, changes=[Change(values, before)])[0]


@pytest.fixture
def products(filled):
    return [
        made(filled, "product", name=name, price=price)["id"]
        for name, price in (("Pump", "10"), ("Valve", "2.5"))
    ]


def test_what_is_left_out_comes_of_the_record_that_was_chosen(filled):
    """PLAT-05, PROD-05: along references, over other defaults, and of whoever makes it; what is given stays."""
    parent = made(filled, "customer", name="Group")
    child = made(filled, "customer", name="Plant", parent=parent["id"], revenue="5.00")
    quote = made(filled, "quote", customer=child["id"])
    assert (quote["contact_name"], quote["worth"]) == ("Group", "5.00")
    assert quote["backup_customer"] == {"id": parent["id"], "label": "Group"}
    given = made(filled, "quote", customer=child["id"], contact_name="Mr Li", worth=None)
    assert (given["contact_name"], given["worth"]) == ("Mr Li", None)
    assert made(filled, "quote")["contact_name"] is None


def test_lines_are_filled_from_their_product(filled, products):
    """QUOTE-01, PROD-05: new lines of a new and of an old record; a rounded price, a value of one's own."""
    quote = made(
        filled,
        "quote",
        lines=[
            {"quantity": 1, "product": products[0]},
            {"quantity": 1, "product": products[1], "price": "9"},
        ],
    )
    lines = [(line["text"], line["code"], line["price"]) for line in quote["lines"]]
    assert lines == [("Pump Pu", "Pu", "11.11"), ("Valve Va", "Va", "9.00")]
    update_record(context=filled, entity="quote", record_id=int(quote["id"]), values={
        "lines": [{"id": quote["lines"][0]["id"], "product": products[1]}, {"quantity": 2, "product": products[1]}]})  # fmt: skip
    changed, _other, added = sorted(read(filled, "quote", quote)["lines"], key=lambda line: int(line["id"]))
    assert (changed["product"]["label"], changed["text"], changed["price"]) == ("Valve", "Pump Pu", "11.11")
    assert (added["text"], added["price"]) == ("Valve Va", "2.78")


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch):
    """Nothing is asked anew because a second has gone by: statements can be counted on a slow machine."""
    monkeypatch.setattr(active, "RECHECK_SECONDS", A_DAY)
    monkeypatch.setattr(currencies, "_FRESH_SECONDS", A_DAY)


@pytest.mark.usefixtures("unhurried")
def test_a_thousand_rows_ask_once(filled, products):
    """PROD-05: for each reference one statement, however many rows and defaults; none where all is given."""

    def statements(count: int, **values):
        lines = [{"quantity": 1, "product": products[number % 2], **values} for number in range(count)]
        with CaptureQueriesContext(connection) as captured:
            result = write_bulk(
                context=filled, entity="quote", request=BulkRequest(create=[{"lines": lines}])
            )
        assert not result.errors
        return [query["sql"] for query in captured if '"quote_line"' not in query["sql"]]

    statements(2)  # what is asked once
    few, many = statements(2), statements(1000)
    assert len(few) == len(many)
    given = statements(2, text="t", code="c", price="1")
    assert len(given) == len(few) - 1


@pytest.mark.usefixtures("unhurried")
def test_rows_of_one_call_are_filled_alike(filled):
    """PLAT-05: a bulk call reads the chosen records once for all."""
    customer = made(filled, "customer", name="Group", revenue="7")["id"]
    counts = []
    for count in (100, 100, 200):
        rows = [{"customer": customer} for _row in range(count)]
        with CaptureQueriesContext(connection) as captured:
            result = write_bulk(context=filled, entity="quote", request=BulkRequest(create=rows))
        counts.append(len(captured))
        found = read(filled, "quote", {"id": result.created[-1]})
        assert found["worth"] == "7.00"
    assert counts[2] - counts[1] <= 1  # numbers are taken in blocks


def test_a_form_asks_what_goes_along(filled, products):
    """PROD-05: what came of the record chosen before follows the next one; a value of one's own stays."""
    pump, valve = products
    empty = {"quantity": "1"}
    first = filling(filled, "quote_line", {**empty, "product": pump}, empty)
    assert first == {"text": "Pump Pu", "code": "Pu", "price": "11.11"}
    shown = {**empty, "product": pump, **first}
    then = filling(filled, "quote_line", {**shown, "product": valve}, shown)
    assert then == {"text": "Valve Va", "code": "Va", "price": "2.78"}
    own = {**shown, "price": "12", "code": None}
    assert filling(filled, "quote_line", {**own, "product": valve}, own) == {}
    typed = {**shown, "price": "12"}
    assert filling(filled, "quote_line", {**typed, "product": valve}, typed) == {
        "text": "Valve Va",
        "code": "Va",
    }
    assert filling(filled, "quote_line", {**shown, "product": None}, shown) == {
        "text": None,
        "code": None,
        "price": None,
    }
    half = {**empty, "product": pump, "price": "1,2,3"}
    assert "price" not in filling(filled, "quote_line", half, empty)
    assert filling(filled, "customer", {"name": "A"}, {}) == {}


def test_a_form_shows_what_a_save_makes(filled):
    parent = made(filled, "customer", name="Group")
    child = made(filled, "customer", name="Plant", parent=parent["id"], revenue="5")
    found = filling(filled, "quote", {"customer": child["id"]})
    saved = made(filled, "quote", customer=child["id"])
    assert found == {key: saved[key] for key in ("contact_name", "backup_customer", "worth")}


def test_what_is_kept_from_the_actor_is_not_filled_in(app, filled, new_user):
    """ACL-04: neither a hidden field nor a record out of sight tells anything by way of a default."""
    publish(app, [labelled("half", kind="role", key="half", entities={
        "customer": {"see": "own"}, "quote": {"see": "own", "create": True, "edit": "own"}},
        fields={"customer": {"revenue": {"see": False}}})])  # fmt: skip
    filled, sally = context_for(app), context_for(app, new_user("sally", "half"))
    parent = made(filled, "customer", name="Group")
    child = made(
        filled, "customer", name="Plant", parent=parent["id"], revenue="5", owner=sally.actor.user_id
    )
    quote = made(sally, "quote", customer=child["id"])
    assert (quote["worth"], quote["contact_name"], quote["backup_customer"]) == (None, None, None)
    assert filling(sally, "quote", {"customer": child["id"]}) == {}
    assert filling(sally, "quote", {"customer": parent["id"]}) == {}


def test_a_record_in_the_bin_fills_nothing(filled):
    parent = made(filled, "customer", name="Group")
    delete_record(context=filled, entity="customer", record_id=int(parent["id"]))
    assert filling(filled, "quote", {"customer": parent["id"]}) == {}


@pytest.mark.parametrize(
    ("entity", "default", "code"),
    [
        ("quote_line", "quote.contact_name", "default_reads_fields"),
        ("quote", "customer.nothing", "unknown_field"),
        ("quote", "customer", "default_type"),
        ("quote", "TEXT(count(customer.quotes))", "unknown_field"),
        ("quote", 'IF(bad is blank, "a", customer.name)', "cycle"),
    ],
)
def test_a_default_that_cannot_be_known_when_it_is_asked_is_refused(app, entity, default, code):
    """PLAT-05: also one that waits for itself."""
    with pytest.raises(Invalid) as refusal:
        publish_fields(app, (entity, "bad", {"kind": "text", "default": default}))
    assert code in {issue.code for issue in refusal.value.issues}
