"""Values that follow from other records: formulas over paths and collections, lookups, rollups."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from odos.jobs.running import work_once
from odos.kernel.problems import Invalid
from odos.records.computed import recomputing
from odos.records.computed.stages import compute_stored
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import delete_record, restore_record, update_record
from tests.fixtures.application import NOW, context_for, publish_fields

COMPUTED = [
    ("quote_line", "list_amount", {"kind": "formula", "expression": "product.price * quantity"}),
    ("quote_line", "product_name", {"kind": "lookup", "path": "product.name"}),
    ("quote", "list_total", {"kind": "rollup", "over": "lines", "function": "sum", "field": "list_amount"}),
    ("quote", "customer_tier", {"kind": "lookup", "path": "customer.tier"}),
    ("quote", "above", {"kind": "lookup", "path": "customer.parent.name"}),
    ("quote", "named", {"kind": "formula", "expression": 'customer.name & " / " & number'}),
    ("quote", "dear", {"kind": "formula", "expression": "sum(products.price)"}),
    ("customer", "big", {"kind": "formula", "expression": "count(quote_by_customer where list_total > 100)"}),
    ("customer", "listed", {"kind": "formula", "expression": "sum(quote_by_customer.list_total) * 2"}),
    ("customer", "twice", {"kind": "formula", "expression": "listed * 2"}),
    ("product", "sold", {"kind": "rollup", "over": "quote_line.product", "function": "sum", "field": "quantity"}),
    ("product", "offers", {"kind": "formula", "expression": "count(quote_by_products)"}),
]  # fmt: skip


@pytest.fixture
def computing(app):
    publish_fields(app, *COMPUTED)
    return context_for(app)


@pytest.fixture
def world(computing, make):
    top = make(computing, "customer", name="Top")
    acme = make(computing, "customer", name="Acme", parent=top["id"])
    pump = make(computing, "product", name="Pump", price="50")
    valve = make(computing, "product", name="阀门", price="7")
    lines = [{"product": pump["id"], "quantity": "2"}, {"product": valve["id"], "quantity": "3"}]
    quote = make(computing, "quote", customer=acme["id"], lines=lines, products=[pump["id"]])
    return {"top": top, "acme": acme, "pump": pump, "valve": valve, "quote": quote}


def load(context, entity, made):
    return load_record(context=context, entity=context.schema.get_entity(entity), record_id=int(made["id"]))


def change(context, entity, made, **values):
    return orjson.loads(
        update_record(context=context, entity=entity, record_id=int(made["id"]), values=values)
    )


def test_a_new_record_has_what_follows_from_others(computing, world):
    quote = world["quote"]
    assert [(line["list_amount"], line["product_name"]) for line in quote["lines"]] == [
        ("100.0000", "Pump"),
        ("21.0000", "阀门"),
    ]
    assert (quote["list_total"], quote["customer_tier"], quote["above"]) == ("121.0000", "b", "Top")
    assert (quote["named"], quote["dear"]) == ("Acme / Q-2026-0001", "50.0000")
    acme = load(computing, "customer", world["acme"])
    assert (acme["big"], acme["listed"], acme["twice"]) == ("1.0000", "242.0000", "484.0000")
    assert acme["version"] == 1
    pump = load(computing, "product", world["pump"])
    assert (pump["sold"], pump["offers"]) == ("2.00", "1.0000")


def test_a_change_reaches_what_depends_on_it_over_several_entities(computing, world):
    change(computing, "product", world["pump"], price="1")
    quote = load(computing, "quote", world["quote"])
    assert (quote["list_total"], quote["dear"], quote["version"]) == ("23.0000", "1.0000", 1)
    acme = load(computing, "customer", world["acme"])
    assert (acme["big"], acme["listed"], acme["twice"]) == ("0.0000", "46.0000", "92.0000")


def test_a_text_of_another_record_follows_with_its_sort_key(computing, world):
    change(computing, "product", world["valve"], name="泵")
    change(computing, "customer", world["acme"], name="安可")
    quote = load(computing, "quote", world["quote"])
    assert [line["product_name"] for line in quote["lines"]] == ["Pump", "泵"]
    assert quote["named"].startswith("安可 /")
    listed = list_records(
        context=computing, entity=computing.schema.get_entity("quote"), request=ListRequest(sort="named")
    )
    assert len(listed.items) == 1


def test_both_sides_of_a_moved_reference_follow(computing, world, make):
    other = make(computing, "customer", name="Other", tier="a")
    moved = change(computing, "quote", world["quote"], customer=other["id"])
    assert (moved["customer_tier"], moved["above"]) == ("a", None)
    assert load(computing, "customer", world["acme"])["listed"] == "0.0000"
    assert load(computing, "customer", other)["listed"] == "242.0000"
    change(computing, "customer", other, parent=world["top"]["id"], tier="b")
    quote = load(computing, "quote", world["quote"])
    assert (quote["customer_tier"], quote["above"]) == ("b", "Top")


def test_lines_reach_records_beside_their_parent(computing, world):
    first, second = world["quote"]["lines"]
    lines = [{"id": first["id"], "quantity": "9"}, {"id": second["id"], "_delete": True}]
    change(computing, "quote", world["quote"], lines=lines)
    assert load(computing, "product", world["pump"])["sold"] == "9.00"
    assert load(computing, "product", world["valve"])["sold"] == "0.00"


def test_links_count_from_both_sides(computing, world):
    quote = change(computing, "quote", world["quote"], products=[world["valve"]["id"]])
    assert quote["dear"] == "7.0000"
    offers = [load(computing, "product", world[key])["offers"] for key in ("pump", "valve")]
    assert offers == ["0.0000", "1.0000"]


def test_the_bin_takes_records_out_of_what_follows_and_brings_them_back(computing, world):
    delete_record(context=computing, entity="quote", record_id=int(world["quote"]["id"]))
    assert load(computing, "customer", world["acme"])["listed"] == "0.0000"
    assert load(computing, "product", world["pump"])["sold"] == "0.00"
    restore_record(context=computing, entity="quote", record_id=int(world["quote"]["id"]))
    assert load(computing, "customer", world["acme"])["listed"] == "242.0000"
    assert load(computing, "product", world["pump"])["sold"] == "2.00"


def test_bulk_writes_compute_all_rows_at_once(computing, world):
    rows = [{"customer": world["acme"]["id"], "contact_name": str(n)} for n in range(30)]
    result = write_bulk(context=computing, entity="quote", request=BulkRequest(create=rows))
    listed = [load(computing, "quote", {"id": number}) for number in result.created]
    assert {(row["customer_tier"], row["above"]) for row in listed} == {("b", "Top")}
    write_bulk(
        context=computing,
        entity="customer",
        request=BulkRequest(update=[{"id": world["acme"]["id"], "tier": "a"}]),
    )
    assert load(computing, "quote", {"id": result.created[7]})["customer_tier"] == "a"


def test_very_many_records_follow_in_a_job(computing, world, monkeypatch):
    """What one change touches beyond the limit is recomputed afterwards, batch by batch."""
    monkeypatch.setattr(recomputing, "MAX_AT_ONCE", 10)
    rows = [{"customer": world["acme"]["id"]} for _ in range(30)]
    made = write_bulk(context=computing, entity="quote", request=BulkRequest(create=rows)).created
    change(computing, "customer", world["acme"], tier="a")
    assert load(computing, "quote", {"id": made[-1]})["customer_tier"] == "b"
    while work_once(workspace=computing.workspace) is not None:
        pass
    assert {load(computing, "quote", {"id": number})["customer_tier"] for number in made} == {"a"}


def test_what_depends_on_the_time_is_computed_when_it_is_read(computing, make):
    publish_fields(
        computing.workspace,
        ("customer", "age", {"kind": "formula", "expression": "now - created_at"}),
        ("customer", "aged", {"kind": "formula", "expression": "age >= 2"}),
        ("quote", "is_old", {"kind": "lookup", "path": "customer.aged"}),
        ("customer", "mine", {"kind": "formula", "expression": "owner = user"}),
    )
    context = context_for(computing.workspace)
    customer = context.schema.get_entity("customer")
    assert [customer.fields[key].column for key in ("age", "aged", "mine")] == ["", "", ""]
    made = make(context, "customer", name="A")
    quote = make(context, "quote", customer=made["id"])
    assert (made["age"], made["aged"], quote["is_old"]) == ("0.0000", False, False)
    later = context_for(computing.workspace)
    later = type(later)(later.workspace, later.schema, later.actor, NOW + timedelta(days=3))
    assert load(later, "customer", made)["age"] == "3.0000"
    assert load(later, "quote", quote)["is_old"] is True
    for asked, found in (("aged", 1), ("not aged", 0), ("age > 2.5", 1)):
        page = list_records(
            context=later, entity=customer, request=ListRequest(filter=f"{asked} and name = 'A'", sort="-age")
        )
        assert page.count == found, asked
    lines = list_records(
        context=later, entity=later.schema.get_entity("quote"), request=ListRequest(filter="is_old")
    )
    assert lines.count == 1
    rows, total = aggregate(
        context=later,
        entity=customer,
        asked=Aggregation(("aged",), (Measure("max", "age", "oldest"),)),
    )
    assert (rows[0]["aged"], total["oldest"]) == (True, "3.0000")


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ([("customer", "round", {"kind": "formula", "expression": "sum(quote_by_customer.back)"}),
          ("quote", "back", {"kind": "formula", "expression": "customer.round + 1"})], "cycle"),
        ([("customer", "self", {"kind": "formula", "expression": "parent.self + 1"})], "cycle"),
        ([("customer", "c", {"kind": "rollup", "over": "quote.customer", "function": "count",
                             "where": "created_at < now"})], "rollup_not_stable"),
        ([("quote", "c", {"kind": "lookup", "path": "customer.parent"})], "formula_result"),
        ([("quote", "c", {"kind": "lookup", "path": "customer.nmae"})], "unknown_field"),
        ([("quote", "c", {"kind": "formula", "expression": "today - 1", "indexed": True})],
         "computed_when_read"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused_when_it_is_saved(app, listed, code):
    with pytest.raises(Invalid) as refusal:
        publish_fields(app, *listed)
    assert code in {issue.code for issue in refusal.value.issues}


def test_a_circle_is_shown(app):
    with pytest.raises(Invalid) as refusal:
        publish_fields(
            app,
            ("customer", "round", {"kind": "formula", "expression": "sum(quote_by_customer.back)"}),
            ("quote", "back", {"kind": "formula", "expression": "customer.round + 1"}),
        )
    shown = refusal.value.issues[0].message.render("en")
    assert "customer.round → quote.back → customer.round" in shown or (
        "quote.back → customer.round → quote.back" in shown
    )


def test_a_default_reads_other_fields(app, make):
    publish_fields(
        app,
        ("customer", "short", {"kind": "text", "default": 'LEFT(name, 3) & "-" & code'}),
        ("customer", "shorter", {"kind": "text", "default": "LEFT(short, 2)"}),
    )
    made = make(context_for(app), "customer", name="Acme", code="7")
    assert (made["short"], made["shorter"]) == ("Acm-7", "Ac")
    with pytest.raises(Invalid) as refusal:
        publish_fields(
            app, ("customer", "bad", {"kind": "text", "default": "TEXT(count(quote_by_customer))"})
        )
    assert {issue.code for issue in refusal.value.issues} == {"default_reads_fields"}


def test_a_record_with_values_computed_when_read_is_changed_like_any_other(app, make):
    publish_fields(
        app, ("customer", "age", {"kind": "formula", "expression": "today - DATEVALUE(created_at)"})
    )
    context = context_for(app)
    made = make(context, "customer", name="A")
    changed = change(context, "customer", made, name="B", tier="a")
    assert (changed["name"], changed["age"], changed["version"]) == ("B", "0.0000", 2)


def test_a_formula_reads_who_and_when(app, make):
    publish_fields(
        app,
        ("customer", "made_in", {"kind": "formula", "expression": "YEAR(created_at)"}),
        ("customer", "saves", {"kind": "formula", "expression": "version + 0"}),
    )
    context = context_for(app)
    made = make(context, "customer", name="A")
    assert (made["made_in"], made["saves"]) == ("2026.0000", "1.0000")
    assert change(context, "customer", made, code="x")["saves"] == "2.0000"


def test_a_year_stays_without_separators_wherever_it_is_looked_up(app):
    """PLAT-05."""
    publish_fields(
        app,
        ("customer", "founded", {"kind": "integer", "grouped": False}),
        ("quote", "founded", {"kind": "lookup", "path": "customer.founded"}),
        ("quote", "counted", {"kind": "formula", "expression": "2 + 2"}),
    )
    quote = context_for(app).schema.get_entity("quote")
    assert quote.fields["founded"].options["grouped"] is False
    assert "grouped" not in quote.fields["counted"].options


def test_only_what_reads_a_change_is_computed_anew(computing, world, monkeypatch):
    """Of the many values that a record takes from others a save touches those that follow from it."""
    asked = []

    def computed(context, entity, fields, ids):
        asked.extend(entity.by_id[key].key for key in fields)
        return compute_stored(context, entity, fields, ids)

    monkeypatch.setattr(recomputing, "compute_stored", computed)
    change(computing, "product", world["pump"], name="Pump II")
    assert asked == ["product_name"]
    asked.clear()
    change(computing, "customer", world["acme"], tier="a")
    assert asked == ["customer_tier"]
    asked.clear()
    change(computing, "customer", world["acme"], name="Acme II", tier="b")
    assert sorted(asked) == ["customer_tier", "named"]
    assert load(computing, "quote", world["quote"])["named"].startswith("Acme II / ")
