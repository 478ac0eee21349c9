"""Stages and conversions of the CRM: from a lead to an order, each step by the rules that ship with it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
import pytest

from odos.automation.runs.carrying import carry_on
from odos.kernel.problems import Conflict, Invalid
from odos.records.actions import carry_out
from odos.records.writes.operations import update_record
from odos.workflow.conversions.actions import list_conversions
from odos.workflow.stages.funnels import FunnelRequest, funnel
from odos.workflow.stages.visits import stage_history
from tests.fixtures.crm import NOW, Crm

WORTH_IT = {"amount": "1000000", "source": "referral", "employees": 300}  # a lead of this score is qualified


def move(
    crm: Crm, entity: str, record: dict[str, Any], field: str, stage: str, **values: Any
) -> dict[str, Any]:
    sent = {"stage": stage, "values": values}
    done = carry_out(
        context=crm.context, entity=entity, record_id=int(record["id"]), key=f"move.{field}", values=sent
    )
    moved: dict[str, Any] = orjson.loads(done.record or "{}")
    return moved


def convert(
    crm: Crm, entity: str, record: dict[str, Any], conversion: str, **targets: Any
) -> dict[str, dict[str, Any]]:
    done = carry_out(
        context=crm.context, entity=entity, record_id=int(record["id"]), key=f"convert.{conversion}",
        values={"targets": targets},
    )  # fmt: skip
    return {item["target"]: crm.get(item["entity"], item["id"]) for item in done.result["records"]}


def visits(crm: Crm, entity: str, record: dict[str, Any], field: str) -> list[str]:
    context = crm.context
    found = stage_history(
        context=context, entity=context.schema.get_entity(entity), record_id=int(record["id"])
    )
    return [item["stage"] for item in found if item["field"] == field]


def refused(
    crm: Crm, entity: str, record: dict[str, Any], field: str, stage: str, **values: Any
) -> list[str]:
    with pytest.raises(Invalid) as caught:
        move(crm, entity, record, field, stage, **values)
    return [issue.code for issue in caught.value.issues]


def approved_elsewhere(crm: Crm, entity: str, record: dict[str, Any]) -> None:
    """As an import brings it in; approvals themselves: `test_crm_approvals`."""
    context = replace(crm.context, source="import")
    values = {"approved_on": "2026-03-01"}
    update_record(context=context, entity=entity, record_id=int(record["id"]), values=values)


def test_a_lead_goes_along_its_pipeline_to_a_customer(demo: Crm):
    """FLOW-08, LEAD-05, LEAD-07, CONV-01: gates by record type, the last of them the score; then account, contact
    and opportunity, linked."""
    lead = demo.make("lead", name="Brightline GmbH", country="de", contact_name="Eva Roth",
                     amount={"amount": "50000", "currency": "EUR"}, needs="Sensors")  # fmt: skip
    assert refused(demo, "lead", lead, "status", "qualified") == ["required"]
    assert refused(demo, "lead", lead, "status", "converted") == ["stage_by_hand"]
    move(demo, "lead", lead, "status", "contacted")
    assert refused(demo, "lead", lead, "status", "qualified", email="eva@x.example") == ["stage_condition"]
    worth = {"amount": {"amount": "600000", "currency": "EUR"}, "source": "referral", "employees": 300}
    move(demo, "lead", lead, "status", "qualified", email="eva@brightline.example", **worth)
    made = convert(demo, "lead", lead, "lead.customer")
    assert (made["account"]["name"], made["account"]["stage"]) == ("Brightline GmbH", "new")
    assert made["account"]["relationships"] == ["customer"]
    assert made["contact"]["account"]["id"] == made["account"]["id"]
    assert (made["opportunity"]["lead"]["id"], made["opportunity"]["contact"]["label"]) == (
        lead["id"],
        "Eva Roth",
    )
    assert made["opportunity"]["amount"]["currency"] == "EUR"
    after = demo.get("lead", lead["id"])
    assert (after["status"], after["account"]["id"]) == ("converted", made["account"]["id"])
    assert visits(demo, "lead", lead, "status") == ["new", "contacted", "qualified", "converted"]
    with pytest.raises(Conflict):
        convert(demo, "lead", lead, "lead.customer")
    domestic = demo.make("lead", name="华辰配件厂", country="cn", contact_name="李工")
    assert refused(demo, "lead", domestic, "status", "qualified") == ["stage_condition"]


def test_leads_have_a_funnel(demo: Crm):
    """LEAD-07: conversion funnel by pipeline, of what is in the examples."""
    context = demo.context
    entity = context.schema.get_entity("lead")
    asked = FunnelRequest(pipeline="lead.domestic", measure="amount")
    stages = {stage["key"]: stage for stage in funnel(context=context, entity=entity, asked=asked)["stages"]}
    counted = [stages[key]["reached"] for key in ("new", "contacted", "working", "qualified", "converted")]
    assert counted == sorted(counted, reverse=True)
    assert 0 < counted[-1] < counted[0]


def test_sales_stages_carry_their_confidence(demo: Crm):
    """SALES-01: the confidence of a stage weighs the amount; losing asks for a reason."""
    account = demo.make("account", name="Confident AG")
    deal = demo.make("opportunity", name="Deal", account=account["id"], amount="1000")
    assert (deal["probability"], Decimal(deal["weighted_amount"]["amount"])) == ("10.00", 100)
    assert refused(demo, "opportunity", deal, "stage", "lost") == ["required"]
    moved = move(demo, "opportunity", deal, "stage", "proposal")
    assert (moved["probability"], Decimal(moved["weighted_amount"]["amount"])) == ("50.00", 500)
    elsewhere = demo.make("opportunity", name="Imported", stage="lost", external_number="X-1")
    assert elsewhere["probability"] == "0.00"


def test_a_blacklisted_customer_wins_nothing(demo: Crm):
    """CUST-04, SALES-01: the gate reads the customer."""
    account = demo.make("account", name="Black Sheep Ltd", status="blacklisted")
    deal = demo.make("opportunity", name="Deal", account=account["id"], amount="1000")
    assert refused(demo, "opportunity", deal, "stage", "won") == ["stage_condition"]
    assert refused(demo, "account", account, "partnership", "partner") == ["stage_condition"]


def test_a_won_opportunity_becomes_an_order_or_a_contract(demo: Crm):
    """OPP-17."""
    account = demo.make("account", name="Winner SE", billing_address="Main Street 1")
    deal = demo.make("opportunity", name="Line 7", account=account["id"], amount="1000")
    with pytest.raises(Invalid) as caught:
        convert(demo, "opportunity", deal, "opportunity.order")
    assert [issue.code for issue in caught.value.issues] == ["conversion_condition"]
    move(demo, "opportunity", deal, "stage", "won")
    order = convert(demo, "opportunity", deal, "opportunity.order")["sales_order"]
    assert (order["status"], order["billing_address"]) == ("planned", "Main Street 1")
    contract = convert(demo, "opportunity", deal, "opportunity.contract")["contract"]
    assert order["opportunity"]["id"] == contract["opportunity"]["id"] == deal["id"]


def test_an_accepted_quote_becomes_an_order_with_its_lines(demo: Crm):
    """QUOTE-04, CONTRACT-01: line by line, with discounts and terms."""
    quote = demo.list("quote", 'status = "accepted"', fields=("number",), limit=1)[0]
    whole = demo.get("quote", quote["id"])
    order = convert(demo, "quote", quote, "quote.order")["sales_order"]
    assert [line["description"] for line in order["lines"]] == [
        line["description"] for line in whole["lines"]
    ]
    assert order["subtotal"] == whole["subtotal"]
    assert order["quote"]["id"] == quote["id"]
    contract = convert(demo, "quote", quote, "quote.contract")["contract"]
    assert (contract["type"], contract["grand_total"]) == ("fixed_price", whole["grand_total"])
    context = demo.context
    told = list_conversions(
        context=context, entity=context.schema.get_entity("sales_order"), record_id=int(order["id"])
    )
    assert told[0]["source"]["id"] == quote["id"]


def test_orders_are_planned_formal_and_closed(demo: Crm):
    """ORDER-01, ORDER-03: one-off products; a formal order has lines and a delivery date."""
    account = demo.make("account", name="Orders AG")
    order = demo.make("sales_order", name="Retrofit", account=account["id"])
    assert refused(demo, "sales_order", order, "status", "formal") == ["required"]
    line = {"description": "Custom bracket", "quantity": "2", "unit_price": "100"}
    demo.change("sales_order", order["id"], lines=[line], delivery_date="2026-05-01")
    assert refused(demo, "sales_order", order, "status", "formal") == ["stage_condition"]
    approved_elsewhere(demo, "sales_order", order)
    formal = move(demo, "sales_order", order, "status", "formal")
    assert (formal["status"], formal["subtotal"]["amount"]) == ("formal", "200.00")
    with pytest.raises(Invalid):
        demo.change("sales_order", order["id"], lines=[{"quantity": "1", "unit_price": "5"}])
    assert move(demo, "sales_order", order, "status", "closed")["status"] == "closed"
    assert visits(demo, "sales_order", order, "status") == ["planned", "formal", "closed"]
    assert demo.count("sales_order", 'status in ["planned", "in_review"]') >= 2


def test_contracts_are_fixed_price_or_time_and_material(demo: Crm):
    """CONTRACT-01."""
    account = demo.make("account", name="Contracts AG")
    work = {"description": "Consulting", "quantity": "10", "unit": "day", "unit_price": "2800"}
    values = {"name": "Support", "account": account["id"], "lines": [work]}
    contract = demo.make("contract", type="time_and_material", ceiling="50000", **values)
    assert contract["subtotal"]["amount"] == "28000.00"
    assert refused(demo, "contract", contract, "status", "signed") == ["required"]
    approved_elsewhere(demo, "contract", contract)
    move(demo, "contract", contract, "status", "signed", signed_date="2026-03-01")
    assert demo.count("contract", 'type = "time_and_material"') >= 2


def test_customers_move_on_by_their_deals(demo: Crm):
    """CONV-01: a converted lead and a first deal make a new customer, a further deal an existing one; dated."""
    account = demo.make("account", name="Moving AG")
    for expected in ("new", "existing"):
        deal = demo.make("opportunity", name="Deal", account=account["id"], amount="1000")
        move(demo, "opportunity", deal, "stage", "won")
        carry_on(demo.workspace, NOW)
        assert demo.get("account", account["id"])["stage"] == expected
    assert visits(demo, "account", account, "stage") == ["prospect", "new", "existing"]
    assert demo.get("account", account["id"])["stage_since"] is not None
    known = demo.make("account", name="Known SE")
    lead = demo.make(
        "lead", name="Known SE", country="cn", contact_name="Ida", mobile="13800003333", account=known["id"],
        **WORTH_IT,
    )  # fmt: skip
    move(demo, "lead", lead, "status", "qualified")
    convert(demo, "lead", lead, "lead.customer", opportunity={"skip": True})
    carry_on(demo.workspace, NOW)
    assert demo.get("account", known["id"])["stage"] == "new"
    carry_out(
        context=demo.context, entity="lead", record_id=int(lead["id"]), key="undo.lead.customer", values={}
    )
    carry_on(demo.workspace, NOW)
    assert demo.get("lead", lead["id"])["status"] == "qualified"
    back = demo.get("account", known["id"])
    assert (back["stage"], back["relationships"]) == ("prospect", [])


def test_a_customer_goes_through_its_life_and_becomes_a_partner(demo: Crm):
    """CONV-01, CONV-02: new, old, willing to recommend; inactive; partner: each tracked and dated."""
    account = demo.make("account", name="Lifelong AG")
    for stage in ("new", "existing", "advocate"):
        move(demo, "account", account, "stage", stage)
    assert visits(demo, "account", account, "stage") == ["prospect", "new", "existing", "advocate"]
    assert move(demo, "account", account, "status", "inactive")["status_since"] is not None
    partner = move(demo, "account", account, "partnership", "partner")
    assert (partner["partnership"], partner["partnership_since"] is not None) == ("partner", True)
    assert visits(demo, "account", account, "partnership") == ["none", "partner"]
