"""LOOKUP, PICKLABEL and CONVERT over real records: in formulas, filters, conditions and requirements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.dsl.context import Context as Asking
from odos.dsl.exchange_rates import exchange_rates
from odos.dsl.to_python import compile_python
from odos.kernel.problems import Invalid
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.rules.compiled import compile_rule
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_changes, publish_fields
from tests.fixtures.crm import Crm, crm  # noqa: F401

RATES = labelled("rate", kind="entity", key="vat_rate", title_field="region", fields={
    "region": labelled("region", kind="text", unique=True, order=10),
    "percentage": labelled("percentage", kind="percent", scale=2, order=20),
    "since": labelled("since", kind="date", order=30),
    "plain": labelled("plain", kind="text", order=40),
})  # fmt: skip
FIELDS = [
    ("customer", "region", {"kind": "text"}),
    ("customer", "vat", {"kind": "formula", "expression": "LOOKUP(vat_rate.percentage, vat_rate.region, region)"}),
    ("customer", "due", {"kind": "formula", "expression": "revenue * LOOKUP(vat_rate.percentage, vat_rate.region, region)"}),
    ("customer", "tier_name", {"kind": "formula", "expression": '"<" & PICKLABEL(tier) & ">"'}),
    ("customer", "proof", {"kind": "text", "required_when": "LOOKUP(vat_rate.percentage, vat_rate.region, region) = 0"}),
]  # fmt: skip
RULE = {"kind": "rule", "entity": "customer", "label": {"en": "Region"}, "text": (
    "validate customer\n  require region is blank or LOOKUP(vat_rate.since, vat_rate.region, region) <= today"
    ' message "No rate yet" at region')}  # fmt: skip


@pytest.fixture
def related(app):
    publish(app, [RATES])
    publish_fields(app, *FIELDS)
    publish_changes(app, [("rule", "customer.region", RULE)])
    context = context_for(app)
    rows = [("south", "13", "2020-01-01"), ("north", "6", "2020-01-01"), ("zone", "0", "2020-01-01")]
    listed = [{"region": region, "percentage": rate, "since": day} for region, rate, day in rows]
    listed.append({"region": "later", "percentage": "5", "since": "2030-01-01"})
    result = write_bulk(context=context, entity="vat_rate", request=BulkRequest(create=listed))
    assert not result.errors
    return context


def load(context, made):
    entity = context.schema.get_entity("customer")
    return load_record(context=context, entity=entity, record_id=int(made["id"]))


def names(context, rule):
    page = list_records(
        context=context,
        entity=context.schema.get_entity("customer"),
        request=ListRequest(filter=rule, sort="name"),
    )
    return [orjson.loads(item)["name"] for item in page.items]


def test_a_formula_reads_a_record_of_another_entity_by_its_key(related, make):
    made = make(related, "customer", name="A", region="south", revenue="200")
    found = load(related, made)
    assert (found["vat"], found["due"]) == ("13.0000", "26.0000")
    [rate] = list_records(
        context=related,
        entity=related.schema.get_entity("vat_rate"),
        request=ListRequest(filter='region = "south"'),
    ).items
    update_record(
        context=related,
        entity="vat_rate",
        record_id=int(orjson.loads(rate)["id"]),
        values={"percentage": "20"},
    )
    assert load(related, made)["due"] == "40.0000"
    assert load(related, make(related, "customer", name="B"))["vat"] is None


def test_what_is_looked_up_filters_sorts_and_adds_up_in_one_statement(related, make):
    """QUERY-01."""
    for name, region, revenue in (("A", "south", "100"), ("B", "north", "100"), ("C", None, "100")):
        make(related, "customer", name=name, region=region, revenue=revenue)
    assert names(related, "vat > 10%") == ["A"]
    assert names(related, "LOOKUP(vat_rate.percentage, vat_rate.region, region) < 10%") == ["B"]
    assert names(related, 'LOOKUP(vat_rate.since, vat_rate.region, "south") = DATE(2020, 1, 1)') == [
        "A",
        "B",
        "C",
    ]
    asked = Aggregation((), (Measure("sum", "due", "total"),))
    _rows, total = aggregate(context=related, entity=related.schema.get_entity("customer"), asked=asked)
    assert Decimal(total["total"]) == 19


def test_both_back_ends_find_the_same(related, make):
    for name, region in (("A", "south"), ("B", "nowhere"), ("C", None)):
        make(related, "customer", name=name, region=None if region == "nowhere" else region)
    entity = related.schema.get_entity("customer")
    rule = compile_rule(related, entity, "LOOKUP(vat_rate.percentage, vat_rate.region, region)")
    [lookup] = rule.checked.lookups
    closure = compile_python(rule.checked)
    region = entity.fields["region"].id
    table = {"south": Decimal("0.13")}
    place = f"lookup all.{lookup.arguments[1].ids[0]}.{lookup.arguments[1].ids[1]} {lookup.arguments[0].key}"
    asked = [closure({region: value, place: table}, Asking(1, NOW)) for value in ("south", "nowhere", None)]
    assert asked == [Decimal("0.13"), None, None]
    assert names(related, "LOOKUP(vat_rate.percentage, vat_rate.region, region) = 0.13") == ["A"]


def test_conditions_and_requirements_look_up_for_all_rows_at_once(related):
    rows = [
        {"name": str(n), "region": region} for n, region in enumerate(["south", "zone", "later", "south"])
    ]
    write_bulk(context=related, entity="customer", request=BulkRequest(create=[{"name": "warm"}]))
    with CaptureQueriesContext(connection) as few:
        result = write_bulk(context=related, entity="customer", request=BulkRequest(create=rows))
    found = {error.index: [(issue.code, issue.path) for issue in error.issues] for error in result.errors}
    assert found == {1: [("required", ("proof",))], 2: [("rule_broken", ("region",))]}
    with CaptureQueriesContext(connection) as many:
        write_bulk(context=related, entity="customer", request=BulkRequest(create=rows * 20))
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("LOOKUP(nothing.x, nothing.y, region)", "rule_entity"),
        ("LOOKUP(vat_rate.percentige, vat_rate.region, region)", "unknown_field"),
        ("LOOKUP(vat_rate.percentage, vat_rate.plain, region)", "rule_lookup"),
        ("LOOKUP(vat_rate.percentage, product.name, region)", "rule_lookup"),
        ("LOOKUP(vat_rate.percentage, vat_rate.region, revenue)", "rule_type"),
        ("LOOKUP(1, vat_rate.region, region)", "rule_arguments"),
        ("LOOKUP(vat_rate.percentage, vat_rate.region)", "rule_arguments"),
    ],
)
def test_a_lookup_that_cannot_be_is_refused_where_it_stands(related, rule, code):
    with pytest.raises(Invalid) as refusal:
        compile_rule(related, related.schema.get_entity("customer"), rule)
    assert refusal.value.issues[0].code == code
    assert refusal.value.issues[0].path[0].startswith("1:")


def test_a_circle_through_lookups_is_found(related, app):
    fields = {
        "vat_rate.mirror": ("vat_rate", 'LOOKUP(customer.echo, customer.code, region)'),
        "customer.echo": ("customer", "LOOKUP(vat_rate.mirror, vat_rate.region, code)"),
    }  # fmt: skip
    changes = [
        ("field", key, labelled(key, kind="formula", expression=text, result="text", order=900))
        for key, (_entity, text) in fields.items()
    ]
    with pytest.raises(Invalid) as refusal:
        publish_changes(app, changes)
    assert any("vat_rate.mirror" in str(issue.message) for issue in refusal.value.issues)


def test_an_option_reads_as_it_is_called_in_the_language_of_who_asks(app, related, make):
    publish_changes(app, [("field", "customer.tier", labelled("tier", kind="option", order=40, options={
        "a": {"label": {"en": "Gold", "zh-hans": "金牌"}, "order": 10},
        "b": {"label": {"en": "Silver", "zh-hans": "银牌"}, "order": 20}}))])  # fmt: skip
    english = context_for(app)
    chinese = replace(english, actor=replace(english.actor, locale="zh-hans"))
    make(english, "customer", name="A", tier="a")
    [one] = list_records(
        context=english, entity=english.schema.get_entity("customer"), request=ListRequest()
    ).items
    made = orjson.loads(one)
    assert load(english, made)["tier_name"] == "<Gold>"
    assert load(chinese, made)["tier_name"] == "<金牌>"
    assert names(chinese, 'PICKLABEL(tier) = "金牌"') == ["A"]
    assert names(english, 'PICKLABEL(tier) = "金牌"') == []
    rule = compile_rule(english, english.schema.get_entity("customer"), "PICKLABEL(tier)")
    tier = english.schema.get_entity("customer").fields["tier"].id
    asked = [rule.evaluate({tier: "a"}, Asking(1, NOW, language=language)) for language in ("en", "zh-hans")]
    assert asked == ["Gold", "金牌"]


def test_money_is_converted_at_the_rate_of_the_day(crm):  # noqa: F811
    """PLAT-13: both back ends give the same, and a currency without a rate gives none."""
    amount = {"amount": "700", "currency": "CNY"}
    made = crm.make("opportunity", name="Convert me", amount=amount)
    context = crm.context
    found = context.surroundings.rates
    assert "USD" in found.codes
    entity = context.schema.get_entity("opportunity")
    for code, day in (("USD", "today"), ("usd", "DATE(2026, 3, 1)"), ("EUR", "today"), ("JPY", "today")):
        text = f'CONVERT(amount, "{code}", {day})'
        rule = compile_rule(context, entity, text)
        values = {entity.fields["amount"].id: Decimal(700)}
        expected = rule.evaluate(values, context.surroundings)
        assert expected is not None
        assert expected > 0
        assert crm.list("opportunity", f'id = "{made["id"]}" and {text} = {expected}')
    unknown = compile_rule(context, entity, 'CONVERT(amount, "XXX")')
    assert unknown.evaluate({entity.fields["amount"].id: Decimal(700)}, context.surroundings) is None
    assert not crm.list("opportunity", f'id = "{made["id"]}" and CONVERT(amount, "XXX") is not blank')


def test_the_latest_rate_until_the_day_counts():
    rates = exchange_rates(
        "CNY", {"USD": 2}, [("USD", date(2026, 1, 1), Decimal(7)), ("USD", date(2026, 2, 1), Decimal(8))]
    )
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(9999, 12, 31))
    assert [rates.converted(Decimal(56), "USD", day) for day in days] == [None, 8, 8, 7, 7]
    assert rates.converted(Decimal(56), "CNY", date.min) == 56
